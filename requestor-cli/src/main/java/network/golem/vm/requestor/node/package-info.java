/** The {@code golem provider} commands. */
@NullMarked
package network.golem.vm.requestor.node;

import org.jspecify.annotations.NullMarked;
