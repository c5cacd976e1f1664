package network.golem.vm.provider.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import network.golem.vm.model.vm.Capacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferTest {

  @TempDir private Path disks;

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0.10, 1", // the fixed reserve is more
    "64, 1, 0.10, 57", // the part is more, and is rounded up
    "16, 2, 0.15, 13",
    "100, 20, 0.15, 80",
    "1000, 20, 0.15, 850",
    "1, 2, 0.15, 0" // never less than nothing
  })
  void isWhatThereIsLessTheLargerReserve(long all, int reserve, double part, int offered) {
    assertThat(Offer.less(all, reserve, part)).isEqualTo(offered);
  }

  @Test
  void isWhatTheOwnerSaysWhereTheOwnerSaysSomething() {
    assertThat(Offer.of(disks, 3, 5, 70)).isEqualTo(new Capacity(3, 5, 70));
  }

  @Test
  void leavesTheOwnerSomeOfAll() {
    Capacity offer = Offer.of(disks, null, null, null);
    assertThat(offer.cpu()).isLessThan(Runtime.getRuntime().availableProcessors());
    assertThat(offer.storage()).isLessThan((int) (disks.toFile().getTotalSpace() >> 30));
  }
}
