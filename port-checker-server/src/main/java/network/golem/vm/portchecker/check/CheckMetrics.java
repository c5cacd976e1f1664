package network.golem.vm.portchecker.check;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import network.golem.vm.server.management.Management;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** What checks come to, and how many are under way. */
@Component
@Conditional(Management.Wanted.class)
final class CheckMetrics {

  CheckMetrics(PrometheusRegistry registry, CheckPorts checks) {
    CounterWithCallback.builder()
        .name("golem_port_checks")
        .help("Ports that were checked, by what came of it")
        .labelNames("outcome")
        .callback(figures -> {
          for (Outcome outcome : Outcome.values()) {
            figures.call((double) checks.ended(outcome), outcome.wire());
          }
        })
        .register(registry);
    GaugeWithCallback.builder()
        .name("golem_port_checks_under_way")
        .help("Ports that are being checked or wait for it")
        .callback(figures -> figures.call(checks.underWay()))
        .register(registry);
  }
}
