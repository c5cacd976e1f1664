package network.golem.vm.provider.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import network.golem.vm.provider.advertise.Standing;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.reach.Reachability;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.ProviderDescription;
import network.golem.vm.server.management.Management;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** A provider's own figures, unless the owner wants none. */
@Configuration(proxyBeanMethods = false)
@Conditional(Management.Wanted.class)
class MetricsConfiguration {

  @Bean
  VmMetrics vmMetrics(PrometheusRegistry registry, Inventory inventory) {
    return new VmMetrics(registry, inventory);
  }

  @Bean
  OperationMetrics operationMetrics(PrometheusRegistry registry) {
    return new OperationMetrics(registry);
  }

  @Bean
  HostMetrics hostMetrics(PrometheusRegistry registry, ProviderDescription description) {
    return new HostMetrics(registry, description);
  }

  @Bean
  NetworkMetrics networkMetrics(
      PrometheusRegistry registry, BackendGuard guard, Standing standing, Reachability reach) {
    return new NetworkMetrics(registry, guard, standing, reach);
  }
}
