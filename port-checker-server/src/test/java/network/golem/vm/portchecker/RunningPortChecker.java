package network.golem.vm.portchecker;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import network.golem.vm.model.json.Json;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The whole program on a free port. */
final class RunningPortChecker implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ConfigurableApplicationContext context;
  private final String host;

  RunningPortChecker(String host, Map<String, String> flags) {
    Map<String, String> all = new LinkedHashMap<>(flags);
    all.put("--host", host);
    all.put("--port", "0");
    all.putIfAbsent("--retry-delay", "0.05");
    all.put("--metrics", "127.0.0.1:0");
    this.host = host;
    this.context =
        PortChecker.start(
            Settings.read(PortCheckerSettings.form(), all, Map.of(), Path.of("target")));
  }

  PrometheusRegistry metrics() {
    return context.getBean(PrometheusRegistry.class);
  }

  HttpResponse<String> check(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/check-ports"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> health() throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri("/health")).build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  /** The status and the stable code of a refusal. */
  static String problem(HttpResponse<String> answer) {
    return answer.statusCode() + " " + json(answer).path("code").asString("none");
  }

  RequestMappingHandlerMapping mapping() {
    return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
  }

  private URI uri(String path) {
    return URI.create(Server.url(context, host) + path);
  }

  @Override
  public void close() {
    context.close();
  }
}
