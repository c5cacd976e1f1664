package network.golem.vm.provider.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import network.golem.vm.provider.port.PortHolders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Answers Prometheus. Not a part of the API's web server: that one is for strangers, and a second
 * one of its kind would cost more memory than all the figures.
 */
final class MetricsServer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/actuator/prometheus";

  private final PrometheusRegistry registry;
  private final InetSocketAddress address;
  private @Nullable HTTPServer server;

  MetricsServer(PrometheusRegistry registry, InetSocketAddress address) {
    this.registry = registry;
    this.address = address;
  }

  /** The port that it got; only while it runs. */
  synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("metrics are not served");
    }
    return server.getPort();
  }

  /** Figures are no reason for a provider not to start. */
  @Override
  public synchronized void start() {
    try {
      server =
          HTTPServer.builder()
              .inetAddress(address.getAddress())
              .port(address.getPort())
              .registry(registry)
              .metricsHandlerPath(PATH)
              .registerHealthHandler(false)
              .executorService(Executors.newVirtualThreadPerTaskExecutor())
              .buildAndStart();
    } catch (IOException e) {
      log.warn(
          "metrics are not served: port {} is in use by {}; choose another with --metrics, or off",
          address.getPort(),
          PortHolders.of(address.getPort()));
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }
}
