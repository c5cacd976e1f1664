/** The serial console of a guest, for all who view it and type into it. */
@NullMarked
package network.golem.vm.provider.backend.console;

import org.jspecify.annotations.NullMarked;
