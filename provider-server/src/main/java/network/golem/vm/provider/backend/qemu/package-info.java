/** VMs as QEMU processes that outlive the provider. */
@NullMarked
package network.golem.vm.provider.backend.qemu;

import org.jspecify.annotations.NullMarked;
