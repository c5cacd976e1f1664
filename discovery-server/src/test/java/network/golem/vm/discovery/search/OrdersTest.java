package network.golem.vm.discovery.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
    post("order a", "SE", 2, 64);
    post("order b", "DE", 8, 16);
    post("order c", null, 4, 16);
    post("order d", "SE", 1, 128);
  }

  private static SomeProvider post(String name, String country, int cpu, int memory) {
    SomeProvider provider =
        discovery.provider(name).in(country).with(new Capacity(cpu, memory, 100));
    assertThat(discovery.post(provider.statement()).status()).isEqualTo(201);
    return provider;
  }

  @ParameterizedTest
  @CsvSource({
    "name, a b c d",
    "-name, d c b a",
    "cpu, d a c b",
    "'-memory,name', d a b c",
    "'memory,-cpu', b c a d",
    "'country,cpu', b d a c",
    "'-country,cpu', d a b c",
  })
  void rowsComeInTheOrderAskedFor(String sort, String names) {
    assertThat(names(discovery.search("name=order&sort=" + sort))).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-memory", "cpu,name", "country", "-updated_at", "image", "reachable_at"})
  void pagesOfAnyOrderShowEachProviderOnce(String sort) {
    assertThat(pages("name=order&limit=1&sort=" + sort))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void pagesGoOnWhereTheyEndedWhileProvidersComeAndGo() {
    SomeProvider second = post("moving b", "NO", 2, 1);
    post("moving a", "NO", 1, 1);
    post("moving d", "NO", 4, 1);
    Answer page = discovery.search("name=moving&limit=2&sort=cpu");
    assertThat(names(page)).isEqualTo("a b");
    discovery.delete(second.id(), second.withdrawal());
    post("moving 0", "NO", 1, 1);
    post("moving c", "NO", 3, 1);
    Answer rest =
        discovery.search(
            "name=moving&limit=2&sort=cpu&cursor=" + page.body().path("next_cursor").asString());
    assertThat(names(rest)).isEqualTo("c d");
  }

  @Test
  void cursorOfAnotherOrderIsRefused() {
    Answer page = discovery.search("name=order&limit=1&sort=cpu");
    String cursor = page.body().path("next_cursor").asString();
    assertThat(discovery.search("sort=-cpu&cursor=" + cursor).problem())
        .isEqualTo("422 request.invalid");
  }

  @Test
  void filterSelectsByAnyField() {
    String filter = "country=in=(SE,NO);memory>=100,cpu==8";
    Answer answer =
        discovery.search(
            "name=order&sort=name&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    assertThat(names(answer)).isEqualTo("b d");
  }

  @ParameterizedTest
  @CsvSource({
    "filter=colour%3D%3Dred, filter",
    "filter=(((, filter",
    "sort=colour, sort",
    "'sort=cpu,', sort",
    "'sort=cpu,cpu,cpu,cpu,cpu', sort",
  })
  void badFilterOrOrderIsRefused(String query, String field) {
    Answer answer = discovery.search(query);
    assertThat(answer.problem()).isEqualTo("422 request.invalid");
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  private static List<String> pages(String query) {
    List<String> shown = new ArrayList<>();
    String cursor = "";
    while (true) {
      Answer page = discovery.search(query + cursor);
      shown.addAll(Stream.of(names(page).split(" ", -1)).toList());
      if (!page.body().path("next_cursor").isString()) {
        return shown;
      }
      cursor = "&cursor=" + page.body().path("next_cursor").asString();
    }
  }

  /** The last words of the names. */
  private static String names(Answer page) {
    List<String> names = new ArrayList<>();
    page.body()
        .path("advertisements")
        .forEach(row -> names.add(row.path("name").asString().split(" ", -1)[1]));
    return String.join(" ", names);
  }
}
