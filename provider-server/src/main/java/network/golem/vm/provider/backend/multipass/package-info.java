/** VMs by the multipass command. */
@NullMarked
package network.golem.vm.provider.backend.multipass;

import org.jspecify.annotations.NullMarked;
