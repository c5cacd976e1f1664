/** Tells discovery where this provider is and what it has free. */
@NullMarked
package network.golem.vm.provider.advertise;

import org.jspecify.annotations.NullMarked;
