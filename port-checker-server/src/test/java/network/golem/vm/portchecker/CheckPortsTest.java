package network.golem.vm.portchecker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.golem.vm.model.json.Json;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.management.ManagementServer;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The whole program on a free port, dialling real sockets on loopback. */
class CheckPortsTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() {
    Map<String, String> flags =
        Map.of(
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--retry-delay",
            "0.05",
            "--rate-limit",
            "1000",
            "--metrics",
            "127.0.0.1:0");
    Settings<PortCheckerSettings> settings =
        Settings.read(PortCheckerSettings.form(), flags, Map.of(), Path.of("target"));
    context = PortChecker.start(settings);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void openPortIsAccessibleAndClosedOneRefused() throws Exception {
    int closed = closedPort();
    try (ServerSocket open = listening()) {
      int port = open.getLocalPort();
      assertThat(check("{\"ports\":[" + port + "," + closed + "]}").body())
          .isEqualTo(
              "{\"success\":true,\"provider_ip\":\"127.0.0.1\",\"results\":{\""
                  + port
                  + "\":{\"accessible\":true,\"error\":null},\""
                  + closed
                  + "\":{\"accessible\":false,\"error\":\"refused\"}},\"message\":\"1 of 2 ports are"
                  + " accessible\"}");
    }
  }

  @Test
  void whatChecksCameToIsCounted() throws Exception {
    check("{\"ports\":[" + closedPort() + "]}");
    int port = context.getBean(ManagementServer.class).port();
    URI metrics = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
    assertThat(CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body())
        .contains("golem_port_checks_under_way 0.0")
        .containsPattern("golem_port_checks_total\\{outcome=\"refused\"} [1-9]");
  }

  @Test
  void checkWithoutAnAccessiblePortIsNoSuccess() throws Exception {
    JsonNode answer = json(check("{\"ports\":[" + closedPort() + "]}"));
    assertThat(answer.path("success").asBoolean()).isFalse();
    assertThat(answer.path("message").asString()).isEqualTo("0 of 1 port is accessible");
  }

  @Test
  void portGivenTwiceIsCheckedOnce() throws Exception {
    try (ServerSocket open = listening()) {
      int port = open.getLocalPort();
      JsonNode answer = json(check("{\"ports\":[" + port + "," + port + "]}"));
      assertThat(answer.path("message").asString()).isEqualTo("1 of 1 port is accessible");
    }
  }

  @Test
  void asManyPortsAsAllowedAreCheckedInOneRequest() throws Exception {
    JsonNode answer = json(check("{\"ports\":" + ports(1024) + "}"));
    assertThat(answer.path("results").size()).isEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1"})
  void ownAddressMayBeGivenInAnyProperSpelling(String address) throws Exception {
    assertThat(check(address, closedPort()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "192.0.2.1", "169.254.169.254", "::1", "0.0.0.0"})
  void foreignAddressIsRefused(String address) throws Exception {
    assertThat(problem(check(address, 80))).isEqualTo("403 port-check.foreign-address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "", "127.0.0.1 "})
  void whatIsNoPlainAddressIsRefused(String address) throws Exception {
    HttpResponse<String> answer = check(address, 80);
    assertThat(problem(answer)).isEqualTo("422 request.invalid");
    assertThat(json(answer).path("field").asString()).isEqualTo("provider_ip");
  }

  @Test
  void headersCannotSayWhoTheCallerIs() throws Exception {
    int closed = closedPort();
    HttpRequest spoofed =
        request("{\"provider_ip\":\"192.0.2.1\",\"ports\":[" + closed + "]}")
            .header("X-Forwarded-For", "192.0.2.1")
            .header("Forwarded", "for=192.0.2.1")
            .header("X-Real-IP", "192.0.2.1")
            .build();
    HttpResponse<String> answer = CLIENT.send(spoofed, BodyHandlers.ofString());
    assertThat(problem(answer)).isEqualTo("403 port-check.foreign-address");
    assertThat(json(answer).path("detail").asString())
        .isEqualTo("provider_ip is 192.0.2.1, but the request came from 127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0]|ports is 0: must be from 1 to 65535",
        "[80, 65536]|ports is 65536: must be from 1 to 65535",
        "[-1]|ports is -1: must be from 1 to 65535",
        "[]|ports is '0 ports': must be 1 to 1024 ports",
        "null|ports is missing: must be 1 to 1024 ports",
        "[null]|ports is missing: must be given",
      })
  void portsOutOfRangeAreRefused(String ports, String detail) throws Exception {
    HttpResponse<String> answer = check("{\"ports\":" + ports + "}");
    assertThat(problem(answer)).isEqualTo("422 request.invalid");
    assertThat(json(answer).path("detail").asString()).isEqualTo(detail);
  }

  @Test
  void morePortsThanAllowedAreRefused() throws Exception {
    HttpResponse<String> answer = check("{\"ports\":" + ports(1025) + "}");
    assertThat(problem(answer)).isEqualTo("422 request.invalid");
    assertThat(json(answer).path("detail").asString())
        .isEqualTo("ports is '1025 ports': must be 1 to 1024 ports");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ports\":[\"80\"]}",
        "{\"ports\":[80.5]}",
        "{\"ports\":[80],\"port\":80}",
        "[80]"
      })
  void otherFormsAreMalformed(String body) throws Exception {
    assertThat(problem(check(body))).isEqualTo("400 request.malformed");
  }

  @Test
  void healthIsUp() throws Exception {
    HttpRequest health = HttpRequest.newBuilder(uri("/health")).build();
    assertThat(json(CLIENT.send(health, BodyHandlers.ofString())).path("status").asString())
        .isEqualTo("UP");
  }

  private static HttpResponse<String> check(String address, int port) throws Exception {
    return check("{\"provider_ip\":\"" + address + "\",\"ports\":[" + port + "]}");
  }

  private static HttpResponse<String> check(String body) throws Exception {
    return CLIENT.send(request(body).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(uri("/check-ports"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static URI uri(String path) {
    return URI.create(Server.url(context, "127.0.0.1") + path);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private static String problem(HttpResponse<String> answer) {
    return answer.statusCode() + " " + json(answer).path("code").asString("none");
  }

  private static String ports(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = listening()) {
      return socket.getLocalPort();
    }
  }
}
