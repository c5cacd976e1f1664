package network.golem.vm.discovery.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SearchesTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @ParameterizedTest
  @CsvSource({
    "cpu=4, true",
    "cpu=5, false",
    "memory=8, true",
    "memory=9, false",
    "storage=100, true",
    "storage=101, false",
    "country=SE, true",
    "country=DE, false",
    "cpu=4&memory=8&storage=100&country=SE, true",
    "cpu=1&memory=1&storage=101&country=SE, false",
  })
  void filterKeepsWhatHasEnough(String filter, boolean kept) {
    SomeProvider provider =
        discovery.provider("filter " + filter.hashCode()).with(new Capacity(4, 8, 100)).in("SE");
    discovery.post(provider.statement());
    Answer answer = discovery.search(filter + "&limit=500");
    assertThat(ids(answer).contains(provider.id().value())).isEqualTo(kept);
  }

  @Test
  void nameFilterFindsProvidersWhoseNamesBeginSo() {
    SomeProvider one = discovery.provider("twin");
    SomeProvider two = discovery.provider("twin");
    SomeProvider other = discovery.provider("not a twin");
    List.of(one, two, other).forEach(provider -> discovery.post(provider.statement()));
    assertThat(ids(discovery.search("name=twin")))
        .containsExactlyInAnyOrder(one.id().value(), two.id().value());
  }

  @Test
  void providerWithNothingFreeIsListedWithoutFilters() {
    SomeProvider provider = discovery.provider("full").with(Capacity.NONE);
    discovery.post(provider.statement());
    assertThat(ids(discovery.search("name=full"))).containsExactly(provider.id().value());
    assertThat(ids(discovery.search("name=full&cpu=1"))).isEmpty();
  }

  @Test
  void pagesShowEachProviderOnce() {
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SomeProvider provider = discovery.provider("paged");
      discovery.post(provider.statement());
      posted.add(provider.id().value());
    }
    List<Integer> sizes = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Answer page = discovery.search("name=paged&limit=2" + cursor);
      sizes.add(ids(page).size());
      shown.addAll(ids(page));
      JsonNode next = page.body().path("next_cursor");
      cursor = next.isString() ? "&cursor=" + next.asString() : null;
    }
    assertThat(sizes).containsExactly(2, 2, 1);
    assertThat(shown).containsExactlyInAnyOrderElementsOf(posted);
  }

  @Test
  void lastPageThatIsJustFullHasNoCursor() {
    for (int i = 0; i < 2; i++) {
      discovery.post(discovery.provider("just full").statement());
    }
    Answer page = discovery.search("name=just+full&limit=2");
    assertThat(ids(page)).hasSize(2);
    assertThat(page.body().path("next_cursor").isString()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu=0|cpu|from 1 to 256",
        "cpu=257|cpu|from 1 to 256",
        "cpu=1.5|cpu|from 1 to 256",
        "cpu=|cpu|from 1 to 256",
        "memory=4097|memory|from 1 to 4096",
        "storage=99999999999|storage|from 1 to 65536",
        "limit=0|limit|from 1 to 500",
        "limit=501|limit|from 1 to 500",
        "country=sweden|country|a two-letter country code of ISO 3166-1, for example SE",
        "name=%00|name|1 to 63 letters, digits, spaces, dots, hyphens or underscores",
        "cursor=x|cursor|the next_cursor of an earlier page",
        "cpu=1&cpu=2|cpu|given once",
        "cpus=1|query parameter|one of country, cpu, cursor, filter, image, limit, memory, name, platform, sort, storage",
      })
  void badFilterIsRefusedWithItsRange(String query, String field, String allowed) {
    Answer answer = discovery.search(query);
    assertThat(answer.problem()).isEqualTo("422 request.invalid");
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
    assertThat(answer.body().path("allowed").asString()).isEqualTo(allowed);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void malformedIdIsRefused() {
    Answer answer = discovery.find("short");
    assertThat(answer.problem()).isEqualTo("422 request.invalid");
    assertThat(answer.body().path("detail").asString())
        .isEqualTo("provider_id is 'short': must be 52 of a-z and 2-7");
  }

  private static List<String> ids(Answer page) {
    List<String> ids = new ArrayList<>();
    page.body().path("advertisements").forEach(row -> ids.add(row.path("provider_id").asString()));
    return ids;
  }
}
