package network.golem.vm.provider.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import network.golem.vm.provider.vm.Operation;
import network.golem.vm.provider.vm.Reconciled;
import org.springframework.context.event.EventListener;

/** How many operations came to which end, how long they took, and how long a comparison does. */
final class OperationMetrics {

  /** Seconds: a stop by a scripted guest to a boot of a full system in software emulation. */
  private static final double[] BUCKETS = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};

  private final Histogram durations;
  private final Gauge reconcile;

  OperationMetrics(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("golem_operation_duration_seconds")
            .help("How long operations took, by what was done and how it ended")
            .labelNames("kind", "outcome")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .register(registry);
    reconcile =
        Gauge.builder()
            .name("golem_reconcile_duration_seconds")
            .help("How long it took last to compare all VMs with what the backend says of them")
            .register(registry);
  }

  @EventListener
  void reconciled(Reconciled event) {
    reconcile.set(event.took().toNanos() / 1e9);
  }

  @EventListener
  void ended(Operation.Ended operation) {
    durations
        .labelValues(operation.kind().wire(), operation.outcome().wire())
        .observe(operation.took().toNanos() / 1e9);
  }
}
