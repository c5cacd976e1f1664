package network.golem.vm.provider.owner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.advertise.Standing;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.backend.BackendGuard.Outage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.reach.PortsStatus;
import network.golem.vm.provider.reach.PortsStatus.Readiness;
import network.golem.vm.provider.reach.Reachability;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import network.golem.vm.provider.vm.ProviderDescription;
import org.springframework.stereotype.Component;

/** Puts together how this provider does. Thread-safe. */
@Component
public class StatusReport {

  /** A program is run to learn it, and it seldom changes. */
  private static final Duration VERSION_HOLDS = Duration.ofMinutes(1);

  private final ProviderSettings settings;
  private final ProviderDescription description;
  private final VmBackend backend;
  private final BackendGuard guard;
  private final Reachability reachability;
  private final Standing standing;
  private final Inventory inventory;
  private final RecentTrouble trouble;
  private final Clock clock;
  private volatile Version version = new Version("", Instant.MIN);

  private record Version(String text, Instant until) {}

  StatusReport(
      ProviderSettings settings,
      ProviderDescription description,
      VmBackend backend,
      BackendGuard guard,
      Reachability reachability,
      Standing standing,
      Inventory inventory,
      RecentTrouble trouble,
      Clock clock) {
    this.settings = settings;
    this.description = description;
    this.backend = backend;
    this.guard = guard;
    this.reachability = reachability;
    this.standing = standing;
    this.inventory = inventory;
    this.trouble = trouble;
    this.clock = clock;
  }

  public Status now() throws InterruptedException {
    Status.Backend does = backend();
    PortsStatus ports = reachability.ports();
    Status.Advertised advertised = advertised();
    List<String> complaints = complaints(does, ports, advertised);
    return new Status(
        complaints.isEmpty() ? Status.Health.HEALTHY : Status.Health.DEGRADED,
        complaints,
        description.current(),
        does,
        new Status.Guests(
            settings.guestNetwork().name().toLowerCase(Locale.ROOT),
            backend.isolation().proved(),
            backend.isolation().complaint(),
            backend.limits()),
        ports,
        advertised,
        vms(),
        trouble.last());
  }

  private Status.Backend backend() throws InterruptedException {
    Optional<Outage> outage = guard.outage();
    return new Status.Backend(
        backend.name(),
        version(),
        outage.map(Outage::why).orElse(null),
        outage.map(Outage::since).orElse(null));
  }

  private String version() throws InterruptedException {
    Instant now = clock.instant();
    if (now.isAfter(version.until())) {
      try {
        version = new Version(backend.version(), now.plus(VERSION_HOLDS));
      } catch (BackendException e) {
        version = new Version("", Instant.MIN);
      }
    }
    return version.text();
  }

  private Status.Advertised advertised() {
    Standing.Sent sent = standing.lastSent();
    return sent == null
        ? new Status.Advertised(standing.obstacle(), null, null, List.of(), Map.of())
        : new Status.Advertised(
            standing.obstacle(), sent.at(), sent.expires(), sent.takenBy(), sent.refusedBy());
  }

  private Status.Vms vms() {
    List<KnownVm> all =
        inventory.known().stream().filter(vm -> vm.state() != VmState.FAILED).toList();
    int running = (int) all.stream().filter(vm -> vm.state() == VmState.RUNNING).count();
    return new Status.Vms(all.size(), running, description.mostVms());
  }

  private List<String> complaints(
      Status.Backend does, PortsStatus ports, Status.Advertised advertised) {
    List<String> complaints = new ArrayList<>();
    if (does.complaint() != null) {
      complaints.add("the backend is down: " + does.complaint());
    }
    String open = backend.isolation().complaint();
    if (open != null) {
      complaints.add("VMs cannot be isolated, nobody can rent: " + open);
    }
    if (ports.readiness() == Readiness.LIMITED || ports.readiness() == Readiness.NOT_READY) {
      ports.findings().forEach(finding -> complaints.add(finding.what()));
    }
    if (advertised.obstacle() == null) {
      complaints.addAll(advertised.refusedBy().values());
    } else if (standing.isWanted() && does.complaint() == null && open == null) {
      complaints.add("renters do not find this provider: " + advertised.obstacle());
    }
    return complaints;
  }
}
