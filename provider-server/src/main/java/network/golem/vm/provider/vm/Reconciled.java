package network.golem.vm.provider.vm;

import java.time.Duration;

/** An event: all VMs on record were compared with what the backend says of them. */
public record Reconciled(Duration took) {}
