/** Providers as discovery lists them, believed only when signed, and the choice of one. */
@NullMarked
package network.golem.vm.requestor.discovery;

import org.jspecify.annotations.NullMarked;
