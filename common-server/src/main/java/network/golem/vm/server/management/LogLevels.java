package network.golem.vm.server.management;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.model.json.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import tools.jackson.core.JacksonException;

/**
 * Shows and sets log levels until the next start, with the requests and answers of Spring Boot's
 * Actuator (https://docs.spring.io/spring-boot/api/rest/actuator/loggers.html): {@code GET} and
 * {@code POST /actuator/loggers/NAME}. Sets them only where strangers cannot ask: on a loopback
 * address, and not for pages in the owner's browser, which can neither send JSON across origins
 * without asking first nor name this host in {@code Host} from a domain of their own.
 */
final class LogLevels implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(LogLevels.class);

  private static final String PREFIX = "/actuator/loggers/";
  private static final String ALLOWED =
      Set.of(LogLevel.values()).stream()
          .map(LogLevel::name)
          .sorted()
          .collect(Collectors.joining(", "));
  private static final String CONFIGURED = "configuredLevel";
  private static final int MOST_BYTES = 1000;

  private final LoggingSystem logging;

  LogLevels(LoggingSystem logging) {
    this.logging = logging;
  }

  private record Wanted(@JsonProperty(CONFIGURED) @Nullable String configuredLevel) {}

  private record Levels(
      @JsonProperty(CONFIGURED) @Nullable String configuredLevel,
      @JsonProperty("effectiveLevel") String effectiveLevel) {}

  private record Answer(int status, String body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(PREFIX)) {
      return refused(404, "there are /actuator/prometheus and " + PREFIX + "NAME");
    }
    String name = path.substring(PREFIX.length());
    return switch (exchange.getRequestMethod()) {
      case "GET" -> new Answer(200, Json.MAPPER.writeValueAsString(levels(name)));
      case "POST" ->
          mayChange(exchange)
              ? change(name, exchange)
              : refused(403, "log levels are set as JSON by who is on this host");
      default -> refused(405, "GET shows a level, POST sets it");
    };
  }

  private Levels levels(String name) {
    LoggerConfiguration known = logging.getLoggerConfiguration(name);
    LogLevel configured = known == null ? null : known.getConfiguredLevel();
    LogLevel effective = known == null ? rootLevel() : known.getEffectiveLevel();
    return new Levels(configured == null ? null : configured.name(), effective.name());
  }

  private LogLevel rootLevel() {
    return requireNonNull(logging.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME))
        .getEffectiveLevel();
  }

  private Answer change(String name, HttpExchange exchange) throws IOException {
    LogLevel level;
    try {
      String wanted =
          Json.MAPPER
              .readValue(exchange.getRequestBody().readNBytes(MOST_BYTES), Wanted.class)
              .configuredLevel();
      level = wanted == null ? null : LogLevel.valueOf(wanted.toUpperCase(Locale.ROOT));
    } catch (JacksonException | IllegalArgumentException e) {
      return refused(400, "configuredLevel must be null or one of " + ALLOWED);
    }
    logging.setLogLevel(name, level);
    log.info("log level of {} is {} until the next start", name, levels(name).effectiveLevel());
    return new Answer(204, "");
  }

  private static boolean mayChange(HttpExchange exchange) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return exchange.getLocalAddress().getAddress().isLoopbackAddress()
        && type != null
        && type.startsWith("application/json")
        && namesThisHost(exchange.getRequestHeaders().getFirst("Host"));
  }

  private static boolean namesThisHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.replaceFirst(":[0-9]+$", "");
    try {
      return name.equals("localhost") || InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Answer refused(int status, String why) {
    return new Answer(status, Json.MAPPER.writeValueAsString(Map.of("error", why)));
  }
}
