package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Resources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

  /** What the requestor holds already: one VM of 1 vCPU, 1 GiB and 10 GiB. */
  private final List<Vm> held = List.of(VmTest.newVm());

  private static final Resources WANTED = new Resources(2, 3, 30);

  @ParameterizedTest
  @CsvSource({
    "1,,,, 2 VMs",
    ",2,,, 3 vCPU",
    ",,3,, 4 GiB of memory",
    ",,,39, 40 GiB of storage",
  })
  void refusesWhatIsOneTooMuchTogetherWithWhatIsHeld(
      @Nullable Integer vms,
      @Nullable Integer cpu,
      @Nullable Integer memory,
      @Nullable Integer storage,
      String would) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> new Quota(vms, cpu, memory, storage).check(held, WANTED))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED.code()))
        .withMessageStartingWith("you would hold " + would + " here");
  }

  @Test
  void grantsExactlyTheMost() {
    assertThatCode(() -> new Quota(2, 3, 4, 40).check(held, WANTED)).doesNotThrowAnyException();
  }

  @Test
  void hasNoLimitUnlessTheOwnerSetsOne() {
    var vast = new Resources(256, 4096, 65_536);
    assertThatCode(() -> new Quota(null, null, null, null).check(held, vast))
        .doesNotThrowAnyException();
  }
}
