package network.golem.vm.provider.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.BooleanSupplier;
import network.golem.vm.provider.advertise.Standing;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.reach.Reachability;

/** Whether renters find this provider, can reach it, and get a VM then. */
final class NetworkMetrics {

  NetworkMetrics(
      PrometheusRegistry registry, BackendGuard guard, Standing standing, Reachability reach) {
    flag(
        registry,
        "golem_backend_up",
        "1 while the backend answers",
        () -> guard.outage().isEmpty());
    flag(
        registry,
        "golem_advertised",
        "1 while renters find this provider",
        () -> standing.obstacle() == null);
    GaugeWithCallback.builder()
        .name("golem_access_ports")
        .help("Access ports: all, and those that renters can use as far as is known")
        .labelNames("ports")
        .callback(figures -> {
          figures.call(reach.ports().access(), "all");
          figures.call(reach.ports().usable(), "usable");
        })
        .register(registry);
  }

  private static void flag(
      PrometheusRegistry registry, String name, String help, BooleanSupplier state) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(figures -> figures.call(state.getAsBoolean() ? 1 : 0))
        .register(registry);
  }
}
