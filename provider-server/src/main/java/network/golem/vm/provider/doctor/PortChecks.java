package network.golem.vm.provider.doctor;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.provider.reach.Finding;
import network.golem.vm.provider.reach.PortsStatus;
import network.golem.vm.provider.reach.Rehearsal;
import network.golem.vm.provider.settings.ProviderSettings;

/** Of the ports, as a running provider has found them, else by a look of our own. */
final class PortChecks {

  private final ProviderSettings settings;
  private final Running running;

  PortChecks(ProviderSettings settings, Running running) {
    this.settings = settings;
    this.running = running;
  }

  List<Check> all() {
    return List.of(new Check("Provider", running::result), new Check("Ports", this::ports));
  }

  private Result ports() throws InterruptedException, UnknownHostException {
    PortsStatus ports =
        running.status().isPresent() ? running.status().get().ports() : Rehearsal.run(settings);
    String usable =
        "provider port %d %s; access ports %s: %d of %d usable"
            .formatted(
                settings.port(), ports.api(), ports.accessPorts(), ports.usable(), ports.access());
    return switch (ports.readiness()) {
      case READY -> Result.ok(usable);
      case CHECKING ->
          Result.warning("the running provider is just checking them", "ask again soon");
      case UNCHECKED ->
          ports.findings().isEmpty()
              ? Result.warning("nobody has looked at them from outside", "--port-check-servers URL")
              : new Result(Result.Grade.WARNING, usable, remedies(ports));
      case LIMITED -> new Result(Result.Grade.WARNING, usable, remedies(ports));
      case NOT_READY -> new Result(Result.Grade.ERROR, usable, remedies(ports));
    };
  }

  private static List<String> remedies(PortsStatus ports) {
    List<String> remedies = new ArrayList<>();
    for (Finding finding : ports.findings()) {
      finding.remedies().forEach(remedy -> remedies.add(finding.what() + ": " + remedy));
    }
    return remedies;
  }
}
