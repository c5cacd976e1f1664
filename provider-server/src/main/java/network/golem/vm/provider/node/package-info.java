/** Who this provider is and where it is reached. */
@NullMarked
package network.golem.vm.provider.node;

import org.jspecify.annotations.NullMarked;
