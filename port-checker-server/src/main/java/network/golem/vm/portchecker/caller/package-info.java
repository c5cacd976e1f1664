/** Who asks: the one address that may be dialled, and how often it may ask. */
@NullMarked
package network.golem.vm.portchecker.caller;

import org.jspecify.annotations.NullMarked;
