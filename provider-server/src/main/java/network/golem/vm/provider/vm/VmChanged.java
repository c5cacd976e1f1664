package network.golem.vm.provider.vm;

import network.golem.vm.model.vm.VmId;

/**
 * Something was recorded of a VM; what is free may have changed. Published within the transaction.
 */
public record VmChanged(VmId id) {}
