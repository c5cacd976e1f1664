package network.golem.vm.provider.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import network.golem.vm.provider.advertise.Standing;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.reach.Reachability;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.ProviderDescription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Serves figures on a port of their own, unless the owner wants none. */
@Configuration(proxyBeanMethods = false)
@Conditional(MetricsConfiguration.Wanted.class)
class MetricsConfiguration {

  @Bean
  PrometheusRegistry prometheusRegistry() {
    return new PrometheusRegistry();
  }

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

  @Bean
  MetricsServer metricsServer(PrometheusRegistry registry, ProviderSettings settings) {
    return new MetricsServer(registry, settings.metricsAddress().orElseThrow());
  }

  /** The settings are a bean before any configuration is read. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null && beans.getBean(ProviderSettings.class).metricsAddress().isPresent();
    }
  }
}
