package network.golem.vm.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

  @TempDir Path data;

  @Test
  void whatWasAcknowledgedIsListedAfterACrash() throws Exception {
    DiscoveryProcess discovery = DiscoveryProcess.start(data);
    try (AnnouncingFleet fleet = new AnnouncingFleet(discovery.url(), 8)) {
      fleet.awaitAcknowledged(100);
      discovery.kill();
      Map<String, Long> acknowledged = fleet.stop();
      try (DiscoveryProcess again = DiscoveryProcess.start(data)) {
        for (var provider : acknowledged.entrySet()) {
          // One more may have been written than was told.
          assertThat(fleet.listed(again.url(), provider.getKey()))
              .isBetween(provider.getValue(), provider.getValue() + 1);
        }
      }
    }
  }
}
