package network.golem.vm.provider.reach;

import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.reach.PortsStatus.Readiness;

/** What was last found out about this provider's ports. Thread-safe. */
public final class Reachability {

  private volatile PortsStatus ports;

  Reachability(AccessPorts access, boolean skipped) {
    this.ports =
        PortsStatus.unlooked(
            skipped ? Readiness.UNCHECKED : Readiness.CHECKING,
            access.toString(),
            (int) access.all().count());
  }

  public PortsStatus ports() {
    return ports;
  }

  void found(PortsStatus found) {
    ports = found;
  }
}
