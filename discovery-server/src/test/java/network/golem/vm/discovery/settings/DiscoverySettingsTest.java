package network.golem.vm.discovery.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoverySettingsTest {

  @TempDir Path directory;

  @Test
  void defaults() {
    DiscoverySettings settings = read(Map.of());
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isEqualTo(9001);
    assertThat(settings.database())
        .isEqualTo(new Database.Sqlite(Settings.expand("~/.golem/discovery/discovery.db")));
    assertThat(settings.writesPerSecond()).isEqualTo(100);
    assertThat(settings.privateEndpoints()).isFalse();
    assertThat(settings.verifyEndpoints()).isFalse();
    assertThat(settings.proxies()).isEmpty();
  }

  @Test
  void bothPrefixesAreReadAndTheLongerOneGoesFirst() {
    assertThat(read(Map.of("DISCOVERY_PORT", "1")).port()).isEqualTo(1);
    assertThat(read(Map.of("DISCOVERY_PORT", "1", "GOLEM_DISCOVERY_PORT", "2")).port())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite:////var/x.db, /var/x.db",
    "jdbc:sqlite:/var/x.db, /var/x.db",
    "sqlite:///x.db, x.db",
    "sqlite:///~/x.db, ~/x.db",
  })
  void databaseUrlNamesAFile(String url, String file) {
    assertThat(read(Map.of("DISCOVERY_DB_URL", url)).database())
        .isEqualTo(new Database.Sqlite(Settings.expand(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://me:s%40p+t@db.example:5433/vm, jdbc:postgresql://db.example:5433/vm, me, s@p+t",
    "postgres://me@[2001:db8::1]/vm?sslmode=require,"
        + " jdbc:postgresql://[2001:db8::1]/vm?sslmode=require, me, ''",
    "postgresql+psycopg2://me:x@db/vm, jdbc:postgresql://db/vm, me, x",
    "jdbc:postgresql://db/vm, jdbc:postgresql://db/vm, '', ''",
  })
  void databaseUrlNamesAPostgres(String url, String jdbc, String user, String password) {
    assertThat(read(Map.of("DISCOVERY_DB_URL", url)).database())
        .isEqualTo(new Database.Postgres(jdbc, user, password));
  }

  @Test
  void aDatabaseIsToldWithoutItsPassword() {
    assertThat(Database.parse("postgresql://me:secret@db/vm?sslpassword=hidden"))
        .hasToString("postgresql://db/vm");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GOLEM_DISCOVERY_PORT|65536|from 0 to 65535",
        "GOLEM_DISCOVERY_PORT|-1|from 0 to 65535",
        "GOLEM_DISCOVERY_PORT|http|HTTP port, 0 (any free one) to 65535",
        "GOLEM_DISCOVERY_HOST|example.org|an IP address of this host, 0.0.0.0 or localhost",
        "GOLEM_DISCOVERY_DB_URL|mysql://x/y|sqlite:///relative/file",
        "GOLEM_DISCOVERY_DB_URL|jdbc:sqlite::memory:|sqlite:///relative/file",
        "GOLEM_DISCOVERY_DB_URL|jdbc:sqlite:x.db?synchronous=OFF|sqlite:///relative/file",
        "GOLEM_DISCOVERY_DB_URL|postgresql://a:b@c|postgresql://user:password@host:5432/name",
        "GOLEM_DISCOVERY_WRITES_PER_SECOND|0|from 1 to 10000",
        "GOLEM_DISCOVERY_RATE_LIMIT_READS|-1|from 0 to 1000000",
        "GOLEM_DISCOVERY_TRUSTED_PROXIES|proxy.local|an IP address or a range such as 10.0.0.0/8",
        "GOLEM_DISCOVERY_TRUSTED_PROXIES|10.0.0.0/33|an IP address or a range such as 10.0.0.0/8",
      })
  void badValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(name + " is ")
        .hasMessageContaining(allowed)
        .hasMessageEndingWith("(from environment)");
  }

  @Test
  void passwordInADatabaseUrlIsNotShown() {
    assertThatThrownBy(() -> read(Map.of("DISCOVERY_DB_URL", "postgresql://me:secret@host")))
        .hasMessageNotContaining("secret");
  }

  @Test
  void unknownSettingStopsTheStart() {
    assertThatThrownBy(() -> read(Map.of("GOLEM_DISCOVERY_PROT", "9001")))
        .hasMessageStartingWith("GOLEM_DISCOVERY_PROT (from environment) is no setting");
  }

  private DiscoverySettings read(Map<String, String> environment) {
    return Settings.read(DiscoverySettings.form(), Map.of(), environment, directory).values();
  }
}
