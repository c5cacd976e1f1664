package network.golem.vm.portchecker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortCheckerSettingsTest {

  @TempDir Path directory;

  @Test
  void defaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new PortCheckerSettings(
                "0.0.0.0",
                9000,
                3,
                1.0,
                5.0,
                1024,
                20,
                List.of(),
                LogFormat.TEXT,
                "127.0.0.1:7470"));
  }

  @Test
  void bothPrefixesAreReadAndTheLongerOneGoesFirst() {
    assertThat(read(Map.of("PORT_CHECKER_PORT", "1")).port()).isEqualTo(1);
    assertThat(read(Map.of("PORT_CHECKER_PORT", "1", "GOLEM_PORT_CHECKER_PORT", "2")).port())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "1.0, 1000", "0.25, 250", "0, 0"})
  void pauseIsInSecondsWithDecimals(String seconds, long millis) {
    assertThat(read(Map.of("PORT_CHECKER_RETRY_DELAY", seconds)).pause())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GOLEM_PORT_CHECKER_PORT|70000|from 0 to 65535",
        "GOLEM_PORT_CHECKER_HOST|here|an IP address of this host, 0.0.0.0 or localhost",
        "GOLEM_PORT_CHECKER_RETRIES|0|from 1 to 10",
        "GOLEM_PORT_CHECKER_RETRIES|11|from 1 to 10",
        "GOLEM_PORT_CHECKER_RETRY_DELAY|-1|from 0 to 60 seconds",
        "GOLEM_PORT_CHECKER_RETRY_DELAY|NaN|from 0 to 60 seconds",
        "GOLEM_PORT_CHECKER_TIMEOUT|0|from 0.1 to 60 seconds",
        "GOLEM_PORT_CHECKER_TIMEOUT|61|from 0.1 to 60 seconds",
        "GOLEM_PORT_CHECKER_MAX_PORTS|1025|from 1 to 1024",
        "GOLEM_PORT_CHECKER_RATE_LIMIT|0|from 1 to 10000",
        "GOLEM_PORT_CHECKER_TRUSTED_PROXIES|proxy.example|an IP address or a range",
        "GOLEM_PORT_CHECKER_TRUSTED_PROXIES|10.0.0.0/33|an IP address or a range",
        "GOLEM_PORT_CHECKER_TRUSTED_PROXIES|10.0.0.1,012.0.0.1|an IP address or a range",
        "GOLEM_PORT_CHECKER_TIMEOUT|5s|seconds that all attempts at a port may take together",
      })
  void badValueIsNamedWithWhatIsAllowed(String name, String value, String allowed) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(name + " is ")
        .hasMessageContaining(allowed)
        .hasMessageEndingWith("(from environment)");
  }

  @Test
  void unknownSettingStopsTheStart() {
    assertThatThrownBy(() -> read(Map.of("GOLEM_PORT_CHECKER_TRIES", "3")))
        .hasMessageStartingWith("GOLEM_PORT_CHECKER_TRIES (from environment) is no setting");
  }

  private PortCheckerSettings read(Map<String, String> environment) {
    return Settings.read(PortCheckerSettings.form(), Map.of(), environment, directory).values();
  }
}
