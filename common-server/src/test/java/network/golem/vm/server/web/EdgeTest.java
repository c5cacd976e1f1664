package network.golem.vm.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import network.golem.vm.model.json.Json;
import network.golem.vm.server.start.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class EdgeTest {

  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() {
    context = Market.start();
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"boxes\":[{\"apples\":3}]}|200|",
        "{\"boxes\":[{\"apples\":10}]}|422|boxes.0.apples is 10: must be from 1 to 9",
        "{\"boxes\":[{\"apples\":1.5}]}|400|the body cannot be read: field 'boxes.0.apples' is missing or of the wrong kind",
        "{\"boxes\":[{\"apples\":\"3\"}]}|400|the body cannot be read: field 'boxes.0.apples' is missing or of the wrong kind",
        "{\"boxes\":[{}]}|400|the body cannot be read: field 'boxes.0.apples' is missing or of the wrong kind",
        "{\"boxes\":[{\"apples\":3,\"pears\":3}]}|400|the body cannot be read: unknown field 'pears'",
        "[]|400|the body cannot be read: it is not a JSON object of the form expected",
        "``|400|the body cannot be read: there is none",
      })
  void bodyIsReadStrictly(String body, int status, String detail) throws Exception {
    HttpResponse<String> answer = post(BodyPublishers.ofString(body));
    assertThat(answer.statusCode()).isEqualTo(status);
    if (detail != null) {
      assertThat(json(answer).path("detail").asString()).isEqualTo(detail);
    }
  }

  @Test
  void brokenJsonIsMalformed() throws Exception {
    assertThat(problem(post(BodyPublishers.ofString("{\"boxes\":"))))
        .isEqualTo("400 request.malformed");
  }

  @Test
  void refusedValueIsNamedForPrograms() throws Exception {
    JsonNode problem = json(post(BodyPublishers.ofString("{\"boxes\":[{\"apples\":10}]}")));
    assertThat(problem.path("field").asString()).isEqualTo("boxes.0.apples");
    assertThat(problem.path("value").asString()).isEqualTo("10");
    assertThat(problem.path("allowed").asString()).isEqualTo("from 1 to 9");
  }

  @Test
  void problemCarriesCodeAndHint() throws Exception {
    JsonNode problem = json(get("/taken"));
    assertThat(problem.path("code").asString()).isEqualTo("vm.name-taken");
    assertThat(problem.path("hint").asString()).isEqualTo("Choose another.");
    assertThat(problem.path("status").asInt()).isEqualTo(409);
  }

  @Test
  void failureOfTheServerKeepsItsSecrets() throws Exception {
    HttpResponse<String> answer = get("/broken");
    assertThat(problem(answer)).isEqualTo("500 internal");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @Test
  void nonsenseFromOutsideLeavesNoTraceInTheLog(CapturedOutput log) throws Exception {
    assertThat(problem(get("/nonsense"))).isEqualTo("400 advertisement.malformed");
    assertThat(log.getAll()).doesNotContain("deep down", "advertisement cannot be read");
  }

  @Test
  void faultOfTheServerIsLoggedWithWhereItCameFrom(CapturedOutput log) throws Exception {
    assertThat(problem(get("/backend-down"))).isEqualTo("503 backend.unavailable");
    assertThat(log.getAll())
        .contains("WARN", "backend does not answer", "IOException: deep down", "at network.golem");
  }

  @Test
  void unknownPathIsNamed() throws Exception {
    HttpResponse<String> answer = get("/no/where");
    assertThat(problem(answer)).isEqualTo("404 route.not-found");
    assertThat(json(answer).path("detail").asString()).isEqualTo("nothing is at /no/where");
  }

  @Test
  void addressThatTomcatItselfRefusesIsNoPageOfHtml() throws Exception {
    assertThat(problem(get("/crates/%2F"))).isEqualTo("400 request.malformed");
  }

  @Test
  void wrongMethodIsAProblem() throws Exception {
    assertThat(problem(get("/crates"))).isEqualTo("405 method.not-allowed");
  }

  @Test
  void wrongMediaTypeIsAProblem() throws Exception {
    assertThat(problem(send("POST", "/crates", "text/plain", BodyPublishers.ofString("{}"))))
        .isEqualTo("415 media-type.unsupported");
  }

  @Test
  void bodyAtTheLimitIsRead() throws Exception {
    String body = "{\"boxes\":[]}";
    String padded = body + " ".repeat(BodyLimit.LARGEST - body.length());
    assertThat(post(BodyPublishers.ofString(padded)).statusCode()).isEqualTo(200);
  }

  @Test
  void bodyOverTheLimitIsRefusedByItsDeclaredLength() throws Exception {
    String body = " ".repeat(BodyLimit.LARGEST + 1);
    assertThat(problem(post(BodyPublishers.ofString(body)))).isEqualTo("413 request.too-large");
  }

  @Test
  void bodyOverTheLimitIsRefusedWithoutADeclaredLengthToo() throws Exception {
    byte[] body = " ".repeat(2 * BodyLimit.LARGEST).getBytes(StandardCharsets.US_ASCII);
    assertThat(problem(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))))
        .isEqualTo("413 request.too-large");
  }

  @Test
  void callerIsWhoConnectedWhateverHeadersSay() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/caller"))
            .header("X-Forwarded-For", "192.0.2.1")
            .header("Forwarded", "for=192.0.2.1")
            .build();
    assertThat(send(request).body()).isEqualTo("127.0.0.1");
  }

  @Test
  void healthIsUp() throws Exception {
    assertThat(json(get("/health")).path("status").asString()).isEqualTo("UP");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "text/plain", BodyPublishers.noBody());
  }

  private static HttpResponse<String> post(BodyPublisher body) throws Exception {
    return send("POST", "/crates", "application/json", body);
  }

  private static HttpResponse<String> send(
      String method, String path, String mediaType, BodyPublisher body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", mediaType)
            .method(method, body)
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(Server.url(context, "127.0.0.1") + path);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private static String problem(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return answer.statusCode() + " " + json(answer).path("code").asString();
  }
}
