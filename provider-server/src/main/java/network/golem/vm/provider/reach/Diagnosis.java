package network.golem.vm.provider.reach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** From what a verification met to what an owner should do. */
final class Diagnosis {

  private static final List<Verdict> FROM_OUTSIDE =
      List.of(Verdict.REFUSED, Verdict.TIMED_OUT, Verdict.UNREACHABLE, Verdict.FOREIGN);

  private final Report report;
  private final HostNetwork host;
  private final Optional<String> configuredAddress;

  private Diagnosis(Report report, HostNetwork host, Optional<String> configuredAddress) {
    this.report = report;
    this.host = host;
    this.configuredAddress = configuredAddress;
  }

  /** Everything that is wrong, the worst first; empty when nothing is. */
  static List<Finding> of(Report report, HostNetwork host, Optional<String> configuredAddress) {
    return new Diagnosis(report, host, configuredAddress).all();
  }

  private List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    for (Verdict verdict : FROM_OUTSIDE) {
      var ports = new TreeSet<>(report.ports(verdict));
      boolean api = report.api() == verdict;
      if (api) {
        ports.add(report.apiPort());
      }
      if (!ports.isEmpty()) {
        findings.add(fromOutside(verdict, ports, api));
      }
    }
    findings.addAll(taken());
    wrongAddress().ifPresent(findings::add);
    unasked().ifPresent(findings::add);
    return findings;
  }

  private Finding fromOutside(Verdict verdict, Collection<Integer> ports, boolean api) {
    String what =
        "from outside, TCP "
            + PortRanges.text(ports)
            + switch (verdict) {
              case REFUSED -> " is refused";
              case TIMED_OUT -> " does not answer: packets get lost on the way";
              case UNREACHABLE ->
                  " cannot be reached: a router or firewall says that there is no way";
              default -> " is answered by something else than this provider";
            };
    return new Finding(what, meaning(api), remedies(verdict, ports));
  }

  private String meaning(boolean api) {
    if (api) {
      return "no renter can reach this provider; it is not advertised until that is mended";
    }
    int good = report.access().size() - report.bad().size();
    if (good == 0) {
      return "no VM could be reached; the provider is not advertised until that is mended";
    }
    var served = report.bad().stream().filter(report.serving()::contains).toList();
    return "new VMs do not get these ports, "
        + good
        + (good == 1 ? " other is left" : " others are left")
        + (served.isEmpty()
            ? ""
            : "; the renters of the VMs on " + PortRanges.text(served) + " cannot reach them");
  }

  private List<String> remedies(Verdict verdict, Collection<Integer> ports) {
    List<String> remedies = new ArrayList<>();
    String wanted = PortRanges.text(ports);
    if (host.isBehindCarrier(report.seenAt())) {
      remedies.add(
          "your internet provider shares one address among several customers (carrier-grade NAT),"
              + " so no forwarding on your router can help: ask it for a public IPv4 address of your"
              + " own, or rent out through a VPN that gives you one");
    } else if (host.isBehindRouter(report.seenAt())) {
      remedies.add(
          "on your router, forward TCP "
              + wanted
              + " to the same ports of "
              + (host.lanAddress() == null ? "this machine" : host.lanAddress())
              + ", or let --map-ports ask it to");
      if (verdict == Verdict.FOREIGN) {
        remedies.add("where the router's own remote administration uses one of them, move it");
      }
    }
    host.firewall()
        .ifPresent(firewall ->
            remedies.add("let them through " + firewall.name() + ": " + firewall.allow(ports)));
    if (remedies.isEmpty()) {
      remedies.add(
          "let TCP "
              + wanted
              + " in where this host's network is run: a firewall, or the security"
              + " group of a cloud");
    }
    return remedies;
  }

  private List<Finding> taken() {
    Map<String, TreeSet<Integer>> byHolder = new TreeMap<>();
    report
        .holders()
        .forEach(
            (port, holder) -> byHolder.computeIfAbsent(holder, _ -> new TreeSet<>()).add(port));
    return byHolder.entrySet().stream()
        .map(entry ->
            new Finding(
                "on this host, TCP "
                    + PortRanges.text(entry.getValue())
                    + " is in use by "
                    + entry.getKey(),
                meaning(entry.getValue().contains(report.apiPort())),
                List.of(
                    "stop that program, or choose "
                        + (entry.getValue().contains(report.apiPort())
                            ? "another with --port"
                            : "other ports with --port-range-start and --port-range-end"))))
        .toList();
  }

  private Optional<Finding> wrongAddress() {
    return configuredAddress
        .filter(_ -> !report.seenAt().isEmpty())
        .filter(address -> !report.seenAt().contains(address))
        .map(address ->
            new Finding(
                "--public-ip is "
                    + address
                    + ", but port checkers see this host at "
                    + String.join(", ", report.seenAt()),
                "renters are sent to " + address + ", whose ports nobody has checked",
                List.of("leave --public-ip at auto, unless you know that both lead here")));
  }

  private Optional<Finding> unasked() {
    if (report.silent().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            report.silent().size() == 1
                ? "the port checker " + report.silent().getFirst()
                : "port checkers say nothing: " + String.join("; ", report.silent()),
            report.isFromOutside()
                ? "the others decide"
                : "nobody has looked at the ports from outside now; what was known before holds",
            List.of("see whether --port-check-servers is right, and the network works")));
  }
}
