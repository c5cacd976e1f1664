package network.golem.vm.provider.backend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The backend's part of {@code GET /health}. Anybody may ask, and asking a backend costs programs
 * run: it is asked at most every ten seconds. Thread-safe.
 */
class BackendHealth implements HealthIndicator {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final VmBackend backend;
  private final BackendGuard guard;
  private final Clock clock;
  private Instant staleFrom = Instant.MIN;
  private Health last = Health.unknown().build();

  BackendHealth(VmBackend backend, BackendGuard guard, Clock clock) {
    this.backend = backend;
    this.guard = guard;
    this.clock = clock;
  }

  @Override
  public synchronized Health health() {
    var outage = guard.outage();
    if (outage.isPresent()) {
      staleFrom = Instant.MIN;
      return Health.down()
          .withDetail("complaint", outage.get().why())
          .withDetail("since", outage.get().since().toString())
          .build();
    }
    if (!clock.instant().isBefore(staleFrom)) {
      last = asked();
      staleFrom = clock.instant().plus(FRESH);
    }
    return last;
  }

  private Health asked() {
    try {
      String open = backend.isolation().complaint();
      return (open == null ? backend.complaint() : Optional.of("VMs cannot be isolated: " + open))
          .map(complaint -> Health.down().withDetail("complaint", complaint).build())
          .orElseGet(() -> Health.up().build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.unknown().build();
    }
  }
}
