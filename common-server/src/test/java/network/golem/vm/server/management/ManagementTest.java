package network.golem.vm.server.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import network.golem.vm.model.json.Json;
import network.golem.vm.server.web.Market;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ManagementTest {

  private static ConfigurableApplicationContext server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    server = Market.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void requestsAreCountedByPatternAndStatus() throws Exception {
    String api = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
    get(api + "/nothing-of-that-name");
    get(api + "/nothing-of-another-name");
    assertThat(get(management("prometheus")).body())
        .contains("jvm_memory_used_bytes{", "process_resident_memory_bytes")
        .containsPattern(
            "http_server_requests_seconds_count\\{method=\"GET\",status=\"404\",uri=\"/\\*\\*\"} [2-9]")
        .doesNotContain("nothing-of");
  }

  @Test
  void aLogLevelHoldsUntilItIsTakenBack() throws Exception {
    assertThat(get(management("loggers/some.part")).body()).contains("\"WARN\"");
    assertThat(set("some.part", "{\"configuredLevel\":\"debug\"}")).isEqualTo(204);
    assertThat(LoggerFactory.getLogger("some.part.of.it").isDebugEnabled()).isTrue();
    assertThat(Json.MAPPER.readTree(get(management("loggers/some.part")).body()))
        .isEqualTo(
            Json.MAPPER.readTree("{\"configuredLevel\":\"DEBUG\",\"effectiveLevel\":\"DEBUG\"}"));
    assertThat(set("some.part", "{\"configuredLevel\":null}")).isEqualTo(204);
    assertThat(LoggerFactory.getLogger("some.part.of.it").isDebugEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"configuredLevel\":\"loud\"}", "loud", "", "[]"})
  void whatIsNoLevelIsRefused(String body) throws Exception {
    assertThat(set("some.other.part", body)).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, application/json, 204",
    "localhost, application/json; charset=utf-8, 204",
    "[::1], application/json, 204",
    "pages.example.org, application/json, 403",
    "127.0.0.1, text/plain, 403",
  })
  void pagesInTheOwnersBrowserCannotSetLevels(String host, String type, int status)
      throws Exception {
    String body = "{\"configuredLevel\":\"INFO\"}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket
          .getOutputStream()
          .write(
              "POST /actuator/loggers/page HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                  .formatted(host, port(), type, body.length(), body)
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void otherPathsTellWhatThereIs() throws Exception {
    HttpResponse<String> answer = get(management("heapdump"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/actuator/prometheus");
  }

  @Test
  void aTakenPortIsNoReasonNotToStart(CapturedOutput output) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var other = Market.start(Map.of("--metrics", "127.0.0.1:" + taken.getLocalPort()))) {
      assertThat(other.isRunning()).isTrue();
    }
    assertThat(output).contains("metrics are not served: cannot listen on 127.0.0.1:");
  }

  private static int set(String logger, String body) throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create(management("loggers/" + logger)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static String management(String path) {
    return "http://127.0.0.1:" + port() + "/actuator/" + path;
  }

  private static int port() {
    return server.getBean(ManagementServer.class).port();
  }
}
