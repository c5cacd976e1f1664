/** The {@code golem identity} commands. */
@NullMarked
package network.golem.vm.requestor.identity;

import org.jspecify.annotations.NullMarked;
