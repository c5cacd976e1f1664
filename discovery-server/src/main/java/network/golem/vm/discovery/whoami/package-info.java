/** Tells a caller the address that it is seen with. */
@NullMarked
package network.golem.vm.discovery.whoami;

import org.jspecify.annotations.NullMarked;
