package network.golem.vm.server.management;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import network.golem.vm.server.settings.ServerSettings;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Serves figures on a port of their own, unless the owner wants none. Not a part of the API's web
 * server: that one is for strangers, and a second one of its kind would cost more memory than all
 * the figures.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Management.Wanted.class)
public class Management {

  @Bean
  PrometheusRegistry prometheusRegistry() {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    return registry;
  }

  @Bean
  RequestMetrics requestMetrics(PrometheusRegistry registry) {
    return new RequestMetrics(registry);
  }

  @Bean
  ManagementServer managementServer(
      PrometheusRegistry registry, LoggingSystem logging, ServerSettings settings) {
    return new ManagementServer(registry, logging, settings.metricsAddress().orElseThrow());
  }

  /** Whether figures are served; for configurations that add theirs. */
  public static final class Wanted implements Condition {

    /** The settings are a bean before any configuration is read. */
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      var beans = context.getBeanFactory();
      return beans != null && beans.getBean(ServerSettings.class).metricsAddress().isPresent();
    }
  }
}
