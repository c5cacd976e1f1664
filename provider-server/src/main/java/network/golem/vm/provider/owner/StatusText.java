package network.golem.vm.provider.owner;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.reach.Finding;
import network.golem.vm.provider.reach.PortsStatus;
import org.jspecify.annotations.Nullable;

/** A status for a person to read. */
final class StatusText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private StatusText() {}

  /**
   * @param page the link to the status page; empty where there is none
   */
  static String of(Status status, String page) {
    ProviderInfo provider = status.provider();
    StringBuilder text = new StringBuilder();
    line(text, "Provider", provider.name() + " (" + provider.providerId() + ")");
    line(text, "Version", provider.version());
    line(text, "Health", status.health().wire());
    line(text, "Backend", backend(status.backend()));
    line(
        text,
        "Images",
        provider.images().isEmpty() ? "none" : String.join(", ", provider.images()));
    provider.fastCreate().forEach(state -> line(text, "Fast create", fastCreate(state)));
    line(text, "Guests reach", guests(status.guests()));
    line(text, "Guests are", status.guests().limits());
    line(text, "Ports", ports(status.ports()));
    line(text, "Advertised", advertised(status.advertised()));
    Status.Vms vms = status.vms();
    line(text, "VMs", "%d of %d, %d running".formatted(vms.total(), vms.most(), vms.running()));
    line(text, "Offered", provider.offer().toString());
    line(text, "Free", provider.free().toString());
    line(text, "Host load", load(provider.load()));
    line(text, "Status page", page.isEmpty() ? "off" : page);
    status
        .complaints()
        .forEach(complaint -> text.append("warning: ").append(complaint).append('\n'));
    status.ports().findings().forEach(finding -> append(text, finding));
    if (!status.troubles().isEmpty()) {
      text.append("Last in the log\n");
      status
          .troubles()
          .forEach(trouble ->
              text.append(
                  "  %s %s %s\n"
                      .formatted(
                          TIME.format(trouble.at()), trouble.level(), firstLine(trouble.what()))));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-13s %s\n".formatted(name, value));
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append("  ").append(finding.what()).append('\n');
    text.append("    means: ").append(finding.meaning()).append('\n');
    finding.remedies().forEach(remedy -> text.append("    do:    ").append(remedy).append('\n'));
  }

  private static String backend(Status.Backend backend) {
    String name = (backend.name() + " " + backend.version()).strip();
    return backend.complaint() == null
        ? name + ", well"
        : name + ", down since " + time(backend.downSince()) + ": " + backend.complaint();
  }

  private static String fastCreate(FastCreate state) {
    return state.image()
        + ": "
        + (state.sizes().isEmpty()
            ? "no, " + state.obstacle()
            : state.sizes().stream().map(Resources::toString).collect(Collectors.joining("; ")));
  }

  private static String guests(Status.Guests guests) {
    if (guests.complaint() != null) {
      return "perhaps this host and its networks: " + guests.complaint();
    }
    return switch (guests.network()) {
      case "isolated" ->
          "the internet, not this host and its networks, "
              + (guests.isolationProved() == null
                  ? "not tried"
                  : "tried at " + time(guests.isolationProved()));
      case "none" -> "nothing";
      default -> "all that this host reaches (--guest-network open)";
    };
  }

  private static String ports(PortsStatus ports) {
    String access =
        "access ports %s: %d of %d usable"
            .formatted(ports.accessPorts(), ports.usable(), ports.access());
    return switch (ports.readiness()) {
      case CHECKING -> "being checked";
      case UNCHECKED -> access + ", not checked from outside";
      case READY, LIMITED, NOT_READY -> {
        StringJoiner said = new StringJoiner(", ");
        said.add("provider port %d %s".formatted(ports.apiPort(), ports.api()));
        said.add(access);
        ports.bad().forEach((why, which) -> said.add(why + ": " + which));
        yield said
            + " (checked by %d of %d at %s)"
                .formatted(ports.heard(), ports.checkers(), time(ports.checkedAt()));
      }
    };
  }

  private static String advertised(Status.Advertised advertised) {
    if (advertised.obstacle() != null) {
      return "no: " + advertised.obstacle();
    }
    List<String> takers = advertised.takenBy().stream().map(URI::toString).toList();
    return "at %s, taken by %s, expires at %s"
        .formatted(
            time(advertised.sentAt()), String.join(", ", takers), time(advertised.expiresAt()));
  }

  private static String load(@Nullable HostLoad load) {
    return load == null
        ? "not measured yet"
        : "CPU %d %%, memory %d %%, storage %d %%"
            .formatted(load.cpu(), load.memory(), load.storage());
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "no time" : TIME.format(at);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
