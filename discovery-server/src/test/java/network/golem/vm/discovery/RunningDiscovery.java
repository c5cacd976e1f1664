package network.golem.vm.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import network.golem.vm.test.reference.ToldErrors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** The whole program on a free port, with a clock that a test sets. */
public final class RunningDiscovery implements AutoCloseable {

  private static final String ADVERTISEMENTS = "/api/v1/advertisements";

  private static final SettableClock CLOCK = new SettableClock();

  private static RunningDiscovery shared;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;
  private final Map<String, String> flags;
  private ConfigurableApplicationContext context;

  /** Beans that go before the program's own. */
  static class TestClock {

    @Bean
    @Primary
    Clock settableClock() {
      return CLOCK;
    }

    @Bean
    ToldErrors toldErrors() {
      return new ToldErrors();
    }
  }

  /** An answer, its body as JSON when there is one. */
  public record Answer(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public JsonNode body() {
      return Json.MAPPER.readTree(response.body());
    }

    /** Status and code of a problem in one, for one assertion. */
    public String problem() {
      return status() + " " + body().path("code").asString("none");
    }
  }

  private RunningDiscovery(Path data, Map<String, String> flags) throws IOException {
    this.data = data;
    this.flags = flags;
    start();
  }

  /** One for all tests that do not stop it: starting takes seconds. */
  public static synchronized RunningDiscovery shared() throws IOException {
    if (shared == null) {
      shared = ownOne();
    }
    return shared;
  }

  /** Without limits, and for providers of any network. */
  public static RunningDiscovery ownOne() throws IOException {
    return with(
        Map.of(
            "--private-endpoints",
            "true",
            "--rate-limit-reads",
            "0",
            "--rate-limit-writes",
            "0",
            "--rate-limit-provider",
            "0"));
  }

  public static RunningDiscovery with(Map<String, String> flags) throws IOException {
    Path target = Files.createDirectories(Path.of("target"));
    Path data = Files.createTempDirectory(target, "discovery").toAbsolutePath();
    return new RunningDiscovery(data, flags);
  }

  private void start() throws IOException {
    Map<String, String> all = new HashMap<>(flags);
    all.putAll(Map.of("--host", "127.0.0.1", "--port", "0", "--data-dir", data.toString()));
    all.putIfAbsent("--metrics", "off");
    Settings<DiscoverySettings> settings =
        Settings.read(DiscoverySettings.form(), all, Map.of(), data);
    context = Discovery.start(settings, TestClock.class);
  }

  public void restart() throws IOException {
    context.close();
    start();
  }

  public SettableClock clock() {
    return CLOCK;
  }

  public Path database() {
    return data.resolve("discovery.db");
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  public SomeProvider provider(String name) {
    return new SomeProvider(name, CLOCK);
  }

  public Answer post(String statement) {
    return send("POST", ADVERTISEMENTS, "application/jose", BodyPublishers.ofString(statement));
  }

  public Answer delete(NodeId provider, String withdrawal) {
    return send(
        "DELETE",
        ADVERTISEMENTS + "/" + provider,
        "application/jose",
        BodyPublishers.ofString(withdrawal));
  }

  public Answer search(String query) {
    return get(ADVERTISEMENTS + "?" + query);
  }

  public Answer find(Object provider) {
    return get(ADVERTISEMENTS + "/" + provider);
  }

  public Answer get(String path) {
    return send(request(path).build());
  }

  /** With headers: name, value, name, value. */
  public Answer get(String path, String... headers) {
    return send(request(path).headers(headers).build());
  }

  public Answer send(String method, String path, String mediaType, BodyPublisher body) {
    return send(request(path).header("Content-Type", mediaType).method(method, body).build());
  }

  public URI url(String path) {
    return URI.create(Server.url(context, "127.0.0.1") + path);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path));
  }

  private Answer send(HttpRequest request) {
    try {
      return new Answer(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
