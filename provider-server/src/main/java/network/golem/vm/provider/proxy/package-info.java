/** Carries SSH connections from access ports to guests. */
@NullMarked
package network.golem.vm.provider.proxy;

import org.jspecify.annotations.NullMarked;
