/** What only the provider's owner can see and do: status, all VMs, and what has no record. */
@NullMarked
package network.golem.vm.provider.owner;

import org.jspecify.annotations.NullMarked;
