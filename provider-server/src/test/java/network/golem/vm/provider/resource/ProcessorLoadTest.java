package network.golem.vm.provider.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose processor time counts, and over how long. */
class ProcessorLoadTest {

  private static final Duration LENGTH = Duration.ofSeconds(15);
  private final ProcessorLoad load = new ProcessorLoad(2);

  @Test
  void whatVmsUseDoesNotCountAsTheHosts() {
    measure(4, 1.0, Duration.ofSeconds(27));
    assertThat(load.inAll()).isEqualTo(1);
    assertThat(load.byOthers()).isEqualTo(0.1);
  }

  @Test
  void aBurstAloneDecidesNothing() {
    measure(3, 0.2, Duration.ZERO);
    measure(1, 1.0, Duration.ZERO);
    assertThat(load.byOthers()).isEqualTo(0.4);
  }

  @Test
  void aMinuteLaterWhatWasIsForgotten() {
    measure(4, 1.0, Duration.ZERO);
    measure(4, 0.25, Duration.ZERO);
    assertThat(load.byOthers()).isEqualTo(0.25);
  }

  @Test
  void nothingIsSaidBeforeEnoughIsMeasured() {
    measure(1, 1.0, Duration.ZERO);
    assertThat(load.byOthers()).isZero();
    measure(1, 1.0, Duration.ZERO);
    assertThat(load.byOthers()).isEqualTo(1);
  }

  @Test
  void vmsCannotHaveUsedMoreThanThereWas() {
    measure(4, 0.5, Duration.ofMinutes(5));
    assertThat(load.byOthers()).isZero();
  }

  private void measure(int times, double busy, Duration vms) {
    for (int i = 0; i < times; i++) {
      load.add(LENGTH, busy, vms);
    }
  }
}
