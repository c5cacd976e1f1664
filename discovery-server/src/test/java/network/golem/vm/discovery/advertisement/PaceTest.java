package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.server.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  private final Pace pace =
      new Pace(
          Settings.read(
                  DiscoverySettings.form(),
                  Map.of("--writes-per-second", "50"),
                  Map.of(),
                  java.nio.file.Path.of("target"))
              .values());

  @ParameterizedTest
  @CsvSource({
    "0, 240",
    "1, 240",
    "12000, 240",
    "12001, 241",
    "20000, 400",
    "27000, 540",
    "1000000, 540",
  })
  void theMoreThereAreTheLessOftenEachAdvertises(int providers, long seconds) {
    assertThat(pace.interval(providers)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aStatementOutlivesTheLongestInterval() {
    assertThat(pace.patience(Integer.MAX_VALUE)).isEqualTo(SignedStatement.LONGEST_LIFE);
  }
}
