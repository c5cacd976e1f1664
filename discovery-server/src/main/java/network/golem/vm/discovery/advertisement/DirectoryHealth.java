package network.golem.vm.discovery.advertisement;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** What {@code /health} says of the directory. Preserving is a state in which all is answered. */
@Component("directoryHealthIndicator")
class DirectoryHealth implements HealthIndicator {

  private final Census census;
  private final Admission admission;

  DirectoryHealth(Census census, Admission admission) {
    this.census = census;
    this.admission = admission;
  }

  @Override
  public Health health() {
    Census.Count count = census.last();
    return Health.up()
        .withDetail("providers", count.providers())
        .withDetail("late", count.late())
        .withDetail("preserving", count.preserving())
        .withDetail("refused", admission.refused())
        .build();
  }
}
