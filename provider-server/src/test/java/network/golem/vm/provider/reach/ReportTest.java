package network.golem.vm.provider.reach;

import static network.golem.vm.provider.reach.Verdict.FOREIGN;
import static network.golem.vm.provider.reach.Verdict.OPEN;
import static network.golem.vm.provider.reach.Verdict.REFUSED;
import static network.golem.vm.provider.reach.Verdict.TAKEN;
import static network.golem.vm.provider.reach.Verdict.TIMED_OUT;
import static network.golem.vm.provider.reach.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import network.golem.vm.provider.reach.Report.Readiness;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void allPortsOpenIsReady() {
    assertThat(Reports.of(OPEN, OPEN, OPEN).readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void oneGoodPortIsEnoughForLimitedCapacity() {
    assertThat(Reports.of(OPEN, REFUSED, TAKEN, OPEN).readiness()).isEqualTo(Readiness.LIMITED);
  }

  @Test
  void noGoodPortIsNotReady() {
    assertThat(Reports.of(OPEN, REFUSED, TIMED_OUT, TAKEN).readiness())
        .isEqualTo(Readiness.NOT_READY);
  }

  @Test
  void closedProviderPortIsNotReadyWhateverTheOthersAre() {
    assertThat(Reports.of(FOREIGN, OPEN, OPEN).readiness()).isEqualTo(Readiness.NOT_READY);
  }

  @Test
  void portsThatNobodyLookedAtAreNotClosed() {
    assertThat(Reports.unheard(UNKNOWN, UNKNOWN).readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void whatWasSeenBeforeHoldsWhileNoCheckerAnswers() {
    Report before = Reports.of(OPEN, OPEN, REFUSED, OPEN);
    Report merged = Reports.unheard(UNKNOWN, UNKNOWN, TAKEN).orAsBefore(before);
    assertThat(merged.api()).isEqualTo(OPEN);
    assertThat(merged.access().values()).containsExactly(OPEN, REFUSED, TAKEN);
  }

  @Test
  void portThatWasInUseAndIsNotAnyMoreIsNotBadWhileNoCheckerAnswers() {
    Report before = Reports.of(OPEN, OPEN, TAKEN);
    assertThat(Reports.unheard(UNKNOWN, UNKNOWN).orAsBefore(before).bad()).isEmpty();
  }

  @Test
  void newLookFromOutsideForgetsTheOneBefore() {
    Report now = Reports.of(OPEN, OPEN, OPEN);
    assertThat(now.orAsBefore(Reports.of(OPEN, REFUSED, REFUSED))).isEqualTo(now);
  }
}
