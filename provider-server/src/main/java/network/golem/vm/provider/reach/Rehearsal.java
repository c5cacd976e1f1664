package network.golem.vm.provider.reach;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.settings.ProviderSettings;

/** The look at all ports that a provider takes at its start, without a provider. */
public final class Rehearsal {

  private Rehearsal() {}

  /** Takes as long as the slowest port checker, and seconds where something is wrong. */
  public static PortsStatus run(ProviderSettings settings)
      throws InterruptedException, UnknownHostException {
    List<URI> checkers = settings.portCheckServers();
    String configured = "auto".equals(settings.publicIp()) ? null : settings.publicIp();
    PublicAddress address = new PublicAddress(configured, List.of());
    AccessPorts ports =
        new AccessPorts(
            InetAddress.getByName(settings.accessAddress()),
            settings.portRangeStart(),
            settings.portRangeEnd());
    Report report =
        new Verification(checkers, Identity.generate().nodeId(), ports, address, true)
            .run(settings.port(), _ -> {});
    List<Finding> findings =
        report.readiness() == Report.Readiness.READY && report.silent().isEmpty()
            ? List.of()
            : Diagnosis.of(report, network(settings), address.configured());
    return PortsStatus.of(report, findings, ports.toString(), Clock.systemUTC().instant());
  }

  private static HostNetwork network(ProviderSettings settings) throws InterruptedException {
    List<URI> services = new ArrayList<>(settings.portCheckServers());
    services.addAll(settings.discoveryUrl());
    return HostNetwork.look(services, Optional.empty());
  }
}
