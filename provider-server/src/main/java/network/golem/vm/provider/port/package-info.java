/** Public access ports, one per VM. */
@NullMarked
package network.golem.vm.provider.port;

import org.jspecify.annotations.NullMarked;
