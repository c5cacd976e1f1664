package network.golem.vm.server.management;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.SmartLifecycle;

/** Answers Prometheus, and who sets log levels. */
public final class ManagementServer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);
  private static final String METRICS = "/actuator/prometheus";

  private final PrometheusRegistry registry;
  private final LogLevels levels;
  private final InetSocketAddress address;
  private @Nullable HTTPServer server;

  ManagementServer(PrometheusRegistry registry, LoggingSystem logging, InetSocketAddress address) {
    this.registry = registry;
    this.levels = new LogLevels(logging);
    this.address = address;
  }

  /** The port that it got; only while it runs. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("metrics are not served");
    }
    return server.getPort();
  }

  /** Figures are no reason for a server not to start. */
  @Override
  public synchronized void start() {
    try {
      server =
          HTTPServer.builder()
              .inetAddress(address.getAddress())
              .port(address.getPort())
              .registry(registry)
              .metricsHandlerPath(METRICS)
              .defaultHandler(levels)
              .registerHealthHandler(false)
              .executorService(Executors.newVirtualThreadPerTaskExecutor())
              .buildAndStart();
    } catch (IOException e) {
      log.warn(
          "metrics are not served: cannot listen on {}:{} ({}); choose another with --metrics, or off",
          address.getAddress().getHostAddress(),
          address.getPort(),
          e.getMessage());
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
