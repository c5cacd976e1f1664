/** The {@code golem vm} commands. */
@NullMarked
package network.golem.vm.requestor.vm;

import org.jspecify.annotations.NullMarked;
