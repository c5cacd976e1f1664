package network.golem.vm.portchecker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import network.golem.vm.server.start.ServerCommand;
import network.golem.vm.server.web.WebEdge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The port checker program. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WebEdge.class)
public class PortChecker {

  private static final Logger log = LoggerFactory.getLogger(PortChecker.class);

  private static final int REHEARSAL_MILLIS = 3000;

  public static void main(String... arguments) {
    int exitCode = commands().run(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  static ServerCommand<PortCheckerSettings> commands() {
    return new ServerCommand<>(
            "port-checker",
            "Tells providers which of their ports can be reached from outside.",
            PortCheckerSettings.form())
        .add(
            "start",
            "Run the port checker until it is told to stop.",
            (settings, _) -> {
              start(settings);
              return 0;
            });
  }

  /** Starts the port checker and returns once it takes requests. */
  static ConfigurableApplicationContext start(Settings<PortCheckerSettings> settings) {
    PortCheckerSettings values = settings.values();
    ConfigurableApplicationContext context =
        Server.start(
            PortChecker.class,
            settings,
            Map.of("server.address", values.host(), "server.port", values.port()));
    String url = Server.url(context, values.host());
    rehearse(url, values.port());
    log.info("Port checker ready on {}", url);
    return context;
  }

  /**
   * Has the classes loaded that the first check would wait for: half a second that a provider would
   * take for silence of its ports.
   */
  private static void rehearse(String url, int port) {
    try {
      var connection =
          (HttpURLConnection) URI.create(url + "/check-ports").toURL().openConnection();
      connection.setConnectTimeout(REHEARSAL_MILLIS);
      connection.setReadTimeout(REHEARSAL_MILLIS);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream body = connection.getOutputStream()) {
        body.write("{\"ports\":[%d]}".formatted(Math.max(1, port)).getBytes(US_ASCII));
      }
      log.debug("the rehearsal was answered with {}", connection.getResponseCode());
      connection.disconnect();
    } catch (IOException e) {
      log.debug("no rehearsal", e);
    }
  }
}
