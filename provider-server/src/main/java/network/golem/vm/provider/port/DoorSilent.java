package network.golem.vm.provider.port;

/** An event: no SSH server answered through the access port of a VM. */
public record DoorSilent(int port) {}
