package network.golem.vm.discovery;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.server.backup.SqliteBackup;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import network.golem.vm.server.start.ServerCommand;
import network.golem.vm.server.web.WebEdge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The discovery program. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
@Import(WebEdge.class)
public class Discovery {

  private static final Logger log = LoggerFactory.getLogger(Discovery.class);

  /** What one answer, one request and all connections may take. */
  private static final Map<String, Object> EDGE =
      Map.of(
          "management.endpoint.health.show-details", "always",
          "management.health.diskspace.enabled", false,
          "management.health.ssl.enabled", false,
          "server.compression.enabled", true,
          "server.compression.mime-types",
              "application/json,application/problem+json,text/html,text/css,text/javascript",
          "server.compression.min-response-size", "1KB",
          "server.max-http-request-header-size", "8KB",
          "server.tomcat.max-connections", 4096,
          "server.tomcat.keep-alive-timeout", "30s");

  public static void main(String... arguments) {
    int exitCode = commands().run(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static ServerCommand<DiscoverySettings> commands() {
    return new ServerCommand<>(
            "golem-discovery",
            "Keeps the directory of providers that rent out virtual machines.",
            DiscoverySettings.form())
        .add(
            "start",
            "Run discovery until it is told to stop.",
            (settings, _) -> {
              start(settings);
              return 0;
            })
        .add(
            SqliteBackup.command(),
            "Copy the database to a file, also while discovery runs.",
            (settings, command) -> {
              SqliteBackup.run(settings.values().database().file(), command);
              return 0;
            });
  }

  /**
   * Starts discovery and returns once it takes requests.
   *
   * @param more classes of a test with beans that go before ours
   */
  static ConfigurableApplicationContext start(
      Settings<DiscoverySettings> settings, Class<?>... more) throws IOException {
    DiscoverySettings values = settings.values();
    Server.dataDirectory(values.dataDirectory());
    Map<String, Object> properties = new HashMap<>(values.database().prepare());
    properties.putAll(EDGE);
    properties.put("server.address", values.host());
    properties.put("server.port", values.port());
    List<Class<?>> sources = new ArrayList<>(List.of(more));
    sources.add(Discovery.class);
    ConfigurableApplicationContext context =
        Server.start(sources, settings, properties, values.database().claim());
    log.info(
        "Discovery ready on {}, database {}",
        Server.url(context, values.host()),
        values.database());
    return context;
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
