package network.golem.vm.server.start;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.golem.vm.server.http.Unanswered;
import network.golem.vm.server.settings.ServerSettings;
import network.golem.vm.server.settings.Settings;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Starts a server's container with what all servers have in common. */
public final class Server {

  private static final Map<String, Object> COMMON =
      Map.ofEntries(
          Map.entry("spring.threads.virtual.enabled", true),
          Map.entry("spring.main.banner-mode", "off"),
          Map.entry("spring.main.log-startup-info", false),
          Map.entry("spring.jpa.open-in-view", false),
          Map.entry("server.shutdown", "graceful"),
          Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "10s"),
          Map.entry("server.tomcat.connection-timeout", "20s"),
          // On some platforms Spring believes X-Forwarded-For unless told not to.
          Map.entry("server.forward-headers-strategy", "none"),
          Map.entry("spring.mvc.problemdetails.enabled", false),
          Map.entry("management.endpoints.web.base-path", "/"),
          Map.entry("management.endpoints.web.discovery.enabled", false),
          Map.entry("management.endpoints.access.default", "none"),
          Map.entry("management.endpoint.health.access", "read-only"),
          Map.entry(
              "logging.pattern.console",
              "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%wEx"),
          Map.entry("logging.level.root", "warn"),
          Map.entry("logging.level.network.golem.vm", "info"),
          // Our own line says why a start failed; Spring's page about it would come before.
          Map.entry("logging.level.org.springframework.boot.SpringApplication", "off"),
          Map.entry("logging.level.org.springframework.boot.web.server.servlet.context", "error"),
          Map.entry(
              "logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter",
              "off"));

  private Server() {}

  /** Starts a server made of one application class. */
  public static <T extends Record & ServerSettings> ConfigurableApplicationContext start(
      Class<?> application, Settings<T> settings, Map<String, Object> properties) {
    return start(List.of(application), settings, properties, () -> {});
  }

  /**
   * Starts a server and returns once it takes requests.
   *
   * @param sources the class with {@code @SpringBootApplication}, and what a test puts before it
   * @param settings its record becomes a bean
   * @param properties Spring's own properties, made from the settings
   * @param held what the server has to itself; closed when all of it has ended
   * @throws PortInUseException when its port is taken, before anything is changed
   * @throws UncheckedIOException when it cannot listen there for another reason
   */
  public static <T extends Record & ServerSettings> ConfigurableApplicationContext start(
      List<Class<?>> sources,
      Settings<T> settings,
      Map<String, Object> properties,
      Closeable held) {
    checkCanListen(properties);
    Unanswered.tellReasons();
    Map<String, Object> all = new LinkedHashMap<>(COMMON);
    all.putAll(settings.values().logFormat().properties());
    all.putAll(properties);
    ConfigurableApplicationContext server =
        new SpringApplicationBuilder(sources.toArray(Class[]::new))
            .web(WebApplicationType.SERVLET)
            .properties(all)
            .initializers(context -> {
              // What config shows must be what runs, whatever SERVER_PORT and its like say.
              context
                  .getEnvironment()
                  .getPropertySources()
                  .addFirst(new MapPropertySource("settings", all));
              register((GenericApplicationContext) context, settings.values());
              // Destroyed in reverse, hence the last of all; also when the start fails.
              ((GenericApplicationContext) context)
                  .getDefaultListableBeanFactory()
                  .registerDisposableBean("held", held::close);
            })
            .run();
    ServiceManager.attend(server);
    return server;
  }

  /** The web server itself listens last of all, when the world has been put in order. */
  private static void checkCanListen(Map<String, Object> properties) {
    int port = (int) Objects.requireNonNull(properties.get("server.port"));
    try {
      InetAddress address = InetAddress.getByName((String) properties.get("server.address"));
      new ServerSocket(port, 1, address).close();
    } catch (IOException e) {
      PortInUseException.throwIfPortBindingException(e, () -> port);
      throw new UncheckedIOException(e);
    }
  }

  /** Where a started server takes HTTP requests, with the port that it got. */
  public static String url(ConfigurableApplicationContext context, String host) {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /**
   * Spring properties of a SQLite database in a file: write-ahead log, every commit on the disk
   * before it is answered. One connection, since SQLite has one writer and its busy handler sleeps;
   * {@code IMMEDIATE}, since a read that turns into a write would fail with SQLITE_BUSY_SNAPSHOT
   * (https://sqlite.org/isolation.html).
   */
  public static Map<String, Object> sqlite(Path file) {
    return Map.of(
        "spring.datasource.hikari.exception-override-class-name",
        SqliteFailures.class.getName(),
        "spring.datasource.url",
        "jdbc:sqlite:"
            + file
            + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&foreign_keys=on&transaction_mode=IMMEDIATE",
        "spring.datasource.hikari.maximum-pool-size",
        1,
        "spring.jpa.database-platform",
        "org.hibernate.community.dialect.SQLiteDialect",
        "spring.jpa.hibernate.ddl-auto",
        "validate");
  }

  /**
   * Makes a data directory that only its owner can enter.
   *
   * @throws IOException when it cannot be made or written to
   */
  public static Path dataDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.isWritable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
    return directory.toRealPath();
  }

  @SuppressWarnings("unchecked")
  private static <T> void register(GenericApplicationContext context, T settings) {
    context.registerBean("settings", (Class<T>) settings.getClass(), () -> settings);
  }
}
