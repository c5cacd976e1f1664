package network.golem.vm.provider.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.model.vm.HostLoad;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMeterTest {

  @TempDir private Path disks;

  @Test
  void seesThatAProcessorIsBusy() throws Exception {
    HostMeter meter = new HostMeter(disks);
    Thread busy =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            meter.sample(Duration.ZERO);
            return meter.load().cpu() > 0;
          });
    } finally {
      busy.interrupt();
      busy.join();
    }
  }

  @Test
  void memoryAndStorageAreInUseButNotAllOfThem() {
    HostLoad load = new HostMeter(disks).load();
    assertThat(load.memory()).isBetween(1, 99);
    assertThat(load.storage()).isLessThan(100);
  }
}
