package network.golem.vm.model.vm;

/**
 * How busy a provider's machine is, whoever keeps it busy.
 *
 * @param cpu per cent of all its processors, 0 to 100
 * @param memory per cent of its memory, 0 to 100
 * @param storage per cent of the file system that holds the VMs, 0 to 100
 */
public record HostLoad(int cpu, int memory, int storage) {}
