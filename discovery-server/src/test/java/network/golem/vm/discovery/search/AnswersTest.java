package network.golem.vm.discovery.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AnswersTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @Test
  void pageThatHasNotChangedIsNotSentAgain() {
    SomeProvider provider = discovery.provider("etag");
    discovery.post(provider.statement());
    String path = "/api/v1/advertisements?name=etag";
    String tag = discovery.get(path).header("ETag");
    Answer same = discovery.get(path, "If-None-Match", tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.response().body()).isEmpty();

    discovery.post(provider.statement());
    Answer changed = discovery.get(path, "If-None-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
    assertThat(changed.body().path("advertisements")).hasSize(1);
  }

  @Test
  void rowThatHasNotChangedIsNotSentAgain() {
    SomeProvider provider = discovery.provider("row etag");
    discovery.post(provider.statement());
    String tag = discovery.find(provider.id()).header("ETag");
    String path = "/api/v1/advertisements/" + provider.id();
    assertThat(discovery.get(path, "If-None-Match", tag).status()).isEqualTo(304);
  }

  @Test
  void listOfTagsIsUnderstood() {
    discovery.post(discovery.provider("many tags").statement());
    String path = "/api/v1/advertisements?name=many+tags";
    String tag = discovery.get(path).header("ETag");
    Answer same = discovery.get(path, "If-None-Match", "\"other\", " + tag);
    assertThat(same.status()).isEqualTo(304);
  }

  @Test
  void largeAnswersAreCompressedForThoseWhoCanReadIt() throws Exception {
    for (int i = 0; i < 3; i++) {
      discovery.post(discovery.provider("gzip").statement());
    }
    HttpRequest request =
        HttpRequest.newBuilder(discovery.url("/api/v1/advertisements?name=gzip"))
            .header("Accept-Encoding", "gzip")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofByteArray());
      assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(answer.headers().firstValue("ETag")).isPresent();
      JsonNode page =
          Json.MAPPER.readTree(new GZIPInputStream(new ByteArrayInputStream(answer.body())));
      assertThat(page.path("advertisements")).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "country=NO, one",
    "country=NO&country=FI, one two",
    "platform=linux/arm64, two",
    "platform=linux/arm64&platform=linux/amd64, one two three",
    "image=fedora-43, one three",
    "image=fedora-43&country=NO, one",
    "image=fedora-43&image=alpine-3, one two three",
    "country=IS, ''",
  })
  void repeatedParametersMeanAnyOfThem(String query, String names) {
    discovery.clock().advance(Duration.ofMinutes(10));
    discovery.post(discovery.provider("one").in("NO").withImages("fedora-43").statement());
    discovery.post(
        discovery.provider("two").in("FI").on("linux/arm64").withImages("alpine-3").statement());
    discovery.post(
        discovery.provider("three").in(null).withImages("alpine-3", "fedora-43").statement());
    StringBuilder found = new StringBuilder();
    discovery
        .search(query + "&sort=created_at")
        .body()
        .path("advertisements")
        .forEach(row -> found.append(row.path("name").asString()).append(' '));
    assertThat(found.toString().strip().split(" ", -1))
        .containsExactlyInAnyOrder(names.split(" ", -1));
  }

  @Test
  void summaryCountsAndSumsWhatIsLive() {
    discovery.clock().advance(Duration.ofMinutes(10));
    discovery.post(discovery.provider("a").in("NO").with(new Capacity(1, 2, 10)).statement());
    discovery.post(
        discovery
            .provider("b")
            .in("NO")
            .with(new Capacity(4, 8, 100))
            .withImages("alpine-3")
            .statement());
    discovery.post(
        discovery
            .provider("c")
            .in(null)
            .on("linux/arm64")
            .with(new Capacity(2, 4, 20))
            .withImages()
            .statement());
    JsonNode summary = discovery.get("/api/v1/summary").body();
    assertThat(summary.path("total").toString())
        .isEqualTo("{\"providers\":3,\"cpu\":7,\"memory\":14,\"storage\":130}");
    assertThat(summary.path("by_country").toString())
        .isEqualTo(
            "{\"??\":{\"providers\":1,\"cpu\":2,\"memory\":4,\"storage\":20},"
                + "\"NO\":{\"providers\":2,\"cpu\":5,\"memory\":10,\"storage\":110}}");
    assertThat(summary.path("by_platform").path("linux/arm64").path("cpu").asInt()).isEqualTo(2);
    assertThat(summary.path("by_image").propertyNames())
        .containsExactly("alpine-3", "debian-12", "ubuntu-24.04");
  }
}
