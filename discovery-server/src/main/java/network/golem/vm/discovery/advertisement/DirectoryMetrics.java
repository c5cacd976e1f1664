package network.golem.vm.discovery.advertisement;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToIntFunction;
import network.golem.vm.server.management.Management;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** How many providers the directory has, and which statements it did not let in. */
@Component
@Conditional(Management.Wanted.class)
final class DirectoryMetrics {

  DirectoryMetrics(PrometheusRegistry registry, Census census, Admission admission) {
    gauge(
        registry,
        census,
        "golem_directory_providers",
        "Providers whose last statement holds",
        Census.Count::providers);
    gauge(
        registry,
        census,
        "golem_directory_providers_late",
        "Of them, those that should have advertised again by now",
        Census.Count::late);
    gauge(
        registry,
        census,
        "golem_directory_preserving",
        "1 while too many are late to be believed gone, and silent ones are shown",
        count -> count.preserving() ? 1 : 0);
    CounterWithCallback.builder()
        .name("golem_directory_statements_refused")
        .help("Advertisements and withdrawals that were not let in, by the code of the problem")
        .labelNames("code")
        .callback(figures ->
            admission.refused().forEach((code, count) -> figures.call(count.doubleValue(), code)))
        .register(registry);
  }

  private static void gauge(
      PrometheusRegistry registry,
      Census census,
      String name,
      String help,
      ToIntFunction<Census.Count> figure) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(figures -> figures.call(figure.applyAsInt(census.last())))
        .register(registry);
  }
}
