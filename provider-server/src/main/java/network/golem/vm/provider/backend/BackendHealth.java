package network.golem.vm.provider.backend;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The backend's part of {@code GET /health}. */
class BackendHealth implements HealthIndicator {

  private final VmBackend backend;

  BackendHealth(VmBackend backend) {
    this.backend = backend;
  }

  @Override
  public Health health() {
    try {
      return backend
          .complaint()
          .map(complaint -> Health.down().withDetail("complaint", complaint).build())
          .orElseGet(() -> Health.up().build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Health.unknown().build();
    }
  }
}
