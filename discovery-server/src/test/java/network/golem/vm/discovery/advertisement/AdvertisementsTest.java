package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.advertisement.SignedStatement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdvertisementsTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery = RunningDiscovery.shared();
  }

  @Test
  void firstAdvertisementIsCreatedAndListed() {
    SomeProvider provider = discovery.provider("first");
    String statement = provider.statement();
    Answer answer = discovery.post(statement);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/advertisements/" + provider.id());
    assertThat(answer.header("Reannounce-After")).isEqualTo("240");
    assertThat(discovery.find(provider.id()).body()).isEqualTo(answer.body());
  }

  @Test
  void rowRepeatsTheStatementAndCarriesIt() {
    SomeProvider provider = discovery.provider("row").in("DE");
    String statement = provider.statement();
    var row = discovery.post(statement).body();
    assertThat(row.path("provider_id").asString()).isEqualTo(provider.id().value());
    assertThat(row.path("ip_address").asString()).isEqualTo("192.0.2.7");
    assertThat(row.path("port").asInt()).isEqualTo(7466);
    assertThat(row.path("country").asString()).isEqualTo("DE");
    assertThat(row.path("resources").toString())
        .isEqualTo("{\"cpu\":4,\"memory\":8,\"storage\":100}");
    assertThat(row.path("images").toString()).isEqualTo("[\"debian-12\",\"ubuntu-24.04\"]");
    assertThat(row.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(row.path("signed").asString()).isEqualTo(statement);
  }

  @Test
  void renewalKeepsWhenItWasCreated() {
    SomeProvider provider = discovery.provider("renewal");
    Answer first = discovery.post(provider.statement());
    discovery.clock().advance(Duration.ofMinutes(4));
    Answer second = discovery.post(provider.statement());
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Reannounce-After")).isEqualTo("240");
    assertThat(second.body().path("created_at")).isEqualTo(first.body().path("created_at"));
    assertThat(second.body().path("updated_at")).isNotEqualTo(first.body().path("updated_at"));
  }

  @Test
  void acknowledgedAdvertisementIsInTheDatabase() throws SQLException {
    SomeProvider provider = discovery.provider("durable");
    discovery.post(provider.statement());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + discovery.database());
        var query =
            connection.prepareStatement("select count(*) from provider where provider_id = ?")) {
      query.setString(1, provider.id().value());
      assertThat(query.executeQuery().getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void providerIsGoneFiveMinutesAfterItsLastWord() {
    SomeProvider provider = discovery.provider("silent");
    discovery.post(provider.statement());
    discovery.clock().advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(discovery.find(provider.id()).status()).isEqualTo(200);
    discovery.clock().advance(Duration.ofMillis(1));
    assertThat(discovery.find(provider.id()).problem()).isEqualTo("404 advertisement.not-found");
    assertThat(discovery.search("name=silent").body().path("advertisements")).isEmpty();
  }

  @Test
  void providerIsGoneWhenItsStatementExpires() {
    SomeProvider provider = discovery.provider("brief").speakingFor(Duration.ofMinutes(1));
    discovery.post(provider.statement());
    discovery.clock().advance(Duration.ofMinutes(1));
    assertThat(discovery.find(provider.id()).status()).isEqualTo(404);
  }

  @Test
  void providerThatComesBackIsCreatedAnew() {
    SomeProvider provider = discovery.provider("back");
    Answer first = discovery.post(provider.statement());
    discovery.clock().advance(Duration.ofMinutes(6));
    Answer second = discovery.post(provider.statement());
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body().path("created_at")).isNotEqualTo(first.body().path("created_at"));
  }

  @Test
  void replayIsStale() {
    String statement = discovery.provider("replay").statement();
    discovery.post(statement);
    assertThat(discovery.post(statement).problem()).isEqualTo("409 advertisement.stale");
  }

  @Test
  void earlierStatementIsStaleAndChangesNothing() {
    SomeProvider provider = discovery.provider("earlier");
    String earlier = provider.statement();
    Answer later = discovery.post(provider.statement());
    assertThat(discovery.post(earlier).problem()).isEqualTo("409 advertisement.stale");
    assertThat(discovery.find(provider.id()).body()).isEqualTo(later.body());
  }

  @Test
  void statementOfAnotherNodeIsRefused() {
    SomeProvider victim = discovery.provider("victim");
    String forged = discovery.provider("forger").sign(victim.advertisement());
    assertThat(discovery.post(forged).problem()).isEqualTo("403 advertisement.wrong-provider");
  }

  @Test
  void alteredStatementIsRefused() {
    SomeProvider provider = discovery.provider("altered");
    String[] one = provider.statement().split("\\.", -1);
    String[] other = provider.statement().split("\\.", -1);
    String altered = one[0] + "." + other[1] + "." + one[2];
    assertThat(discovery.post(altered).problem()).isEqualTo("403 advertisement.bad-signature");
  }

  @Test
  void expiredStatementIsRefused() {
    String statement = discovery.provider("expired").statement();
    discovery.clock().advance(Duration.ofMinutes(12));
    assertThat(discovery.post(statement).problem()).isEqualTo("422 advertisement.expired");
  }

  @Test
  void statementThatExpiresNowIsRefusedWithinTheClockSkewToo() {
    SomeProvider provider = discovery.provider("just expired");
    String statement = provider.statement();
    discovery.clock().advance(Duration.ofMinutes(10));
    assertThat(discovery.post(statement).problem()).isEqualTo("422 advertisement.expired");
    assertThat(discovery.post(provider.statement()).status()).isEqualTo(201);
  }

  @Test
  void statementThatLivesTooLongIsRefused() {
    SomeProvider provider = discovery.provider("eternal").speakingFor(Duration.ofMinutes(11));
    assertThat(discovery.post(provider.statement()).problem())
        .isEqualTo("422 advertisement.expired");
  }

  @Test
  void nonsenseIsMalformed() {
    assertThat(discovery.post("a.b.c").problem()).isEqualTo("400 advertisement.malformed");
    assertThat(discovery.post("x".repeat(SignedStatement.LARGEST + 1)).problem())
        .isEqualTo("400 advertisement.malformed");
  }

  @Test
  void withdrawalIsNoAdvertisement() {
    SomeProvider provider = discovery.provider("typ");
    assertThat(discovery.post(provider.withdrawal()).problem())
        .isEqualTo("400 advertisement.malformed");
    assertThat(discovery.delete(provider.id(), provider.statement()).problem())
        .isEqualTo("400 advertisement.malformed");
  }
}
