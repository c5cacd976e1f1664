package network.golem.vm.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgesTest {

  private static final String ADVERTISEMENTS = "/api/v1/advertisements";

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness"})
  void healthIsUp(String path) {
    assertThat(discovery.get(path).body().path("status").asString()).isEqualTo("UP");
  }

  @Test
  void callerLearnsItsAddress() {
    assertThat(discovery.get("/api/v1/whoami").response().body())
        .isEqualTo("{\"ip_address\":\"127.0.0.1\"}");
  }

  @Test
  void unknownPathIsAProblem() {
    Answer answer = discovery.get("/api/v2/advertisements");
    assertThat(answer.problem()).isEqualTo("404 route.not-found");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void otherMethodIsAProblemThatSaysWhichAreAllowed() {
    Answer answer = discovery.send("PUT", ADVERTISEMENTS, "text/plain", BodyPublishers.noBody());
    assertThat(answer.problem()).isEqualTo("405 method.not-allowed");
    assertThat(answer.header("Allow")).contains("GET").contains("POST");
  }

  @Test
  void otherMediaTypeIsAProblem() {
    Answer answer =
        discovery.send("POST", ADVERTISEMENTS, "application/json", BodyPublishers.ofString("{}"));
    assertThat(answer.problem()).isEqualTo("415 media-type.unsupported");
  }

  @Test
  void missingBodyIsAProblem() {
    assertThat(discovery.post("").problem()).isEqualTo("400 request.malformed");
  }

  @Test
  void declaredLargeBodyIsRefused() {
    assertThat(discovery.post("x".repeat(64 * 1024 + 1)).problem())
        .isEqualTo("413 request.too-large");
  }

  @Test
  void undeclaredLargeBodyIsRefused() {
    var chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000]));
    Answer answer = discovery.send("POST", ADVERTISEMENTS, "application/jose", chunks);
    assertThat(answer.problem()).isEqualTo("413 request.too-large");
  }
}
