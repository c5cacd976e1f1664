/** Dials ports of the caller, all at once, and says what came of each. */
@NullMarked
package network.golem.vm.portchecker.check;

import org.jspecify.annotations.NullMarked;
