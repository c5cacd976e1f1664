package network.golem.vm.provider.resource;

/** An event: the host has become too busy for more VMs, or is no longer. */
public record HostTurned() {}
