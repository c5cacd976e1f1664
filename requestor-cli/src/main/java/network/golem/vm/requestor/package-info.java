/** The {@code golem} command: which commands there are and what becomes of their failures. */
@NullMarked
package network.golem.vm.requestor;

import org.jspecify.annotations.NullMarked;
