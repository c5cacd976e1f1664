/** What the user sees and types; the only package that knows the standard streams. */
@NullMarked
package network.golem.vm.requestor.terminal;

import org.jspecify.annotations.NullMarked;
