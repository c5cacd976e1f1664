package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import org.junit.jupiter.api.Test;

/** Has a server of its own, since it is stopped and started, and swept empty. */
class DirectoryLifeTest {

  @Test
  void sweepsAndRestartsLoseNothingThatCounts() throws IOException {
    try (RunningDiscovery discovery = RunningDiscovery.ownOne()) {
      SomeProvider staying = discovery.provider("staying");
      SomeProvider leaving = discovery.provider("leaving");
      String left = leaving.statement();
      discovery.post(staying.statement());
      discovery.post(left);
      discovery.delete(leaving.id(), leaving.withdrawal());

      discovery.restart();

      assertThat(discovery.find(staying.id()).status()).isEqualTo(200);
      assertThat(discovery.find(leaving.id()).status()).isEqualTo(404);
      assertThat(discovery.post(left).problem()).isEqualTo("409 advertisement.stale");

      discovery.clock().advance(Duration.ofMinutes(5));
      discovery.bean(Upkeep.class).forget();
      assertThat(discovery.post(left).problem()).isEqualTo("409 advertisement.stale");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataOf(discovery))))
          .isEqualTo("rwx------");
      assertThat(rows(discovery)).isEqualTo(2);

      discovery.clock().advance(Directory.MEMORY);
      discovery.bean(Upkeep.class).forget();
      assertThat(rows(discovery)).isZero();
    }
  }

  private static int rows(RunningDiscovery discovery) {
    return discovery.bean(Store.class).since(0, 10).size();
  }

  private static java.nio.file.Path dataOf(RunningDiscovery discovery) {
    return discovery.database().resolveSibling("");
  }
}
