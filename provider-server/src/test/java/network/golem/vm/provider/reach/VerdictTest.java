package network.golem.vm.provider.reach;

import static network.golem.vm.provider.reach.Verdict.FOREIGN;
import static network.golem.vm.provider.reach.Verdict.OPEN;
import static network.golem.vm.provider.reach.Verdict.REFUSED;
import static network.golem.vm.provider.reach.Verdict.TIMED_OUT;
import static network.golem.vm.provider.reach.Verdict.UNKNOWN;
import static network.golem.vm.provider.reach.Verdict.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.golem.vm.model.port.PortCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

  @ParameterizedTest
  @CsvSource({
    "true,,OPEN",
    "false,refused,REFUSED",
    "false,timed_out,TIMED_OUT",
    "false,unreachable,UNREACHABLE",
    "false,foreign,FOREIGN",
    "false,something new,TIMED_OUT",
    "false,,TIMED_OUT"
  })
  void eachAnswerOfACheckerHasItsVerdict(boolean accessible, String error, Verdict verdict) {
    assertThat(Verdict.of(new PortCheckResponse.Result(accessible, error))).isEqualTo(verdict);
  }

  @Test
  void mostDecide() {
    assertThat(Verdict.majority(List.of(OPEN, OPEN, REFUSED))).isEqualTo(OPEN);
    assertThat(Verdict.majority(List.of(OPEN, TIMED_OUT, TIMED_OUT))).isEqualTo(TIMED_OUT);
  }

  @Test
  void halfIsNotMost() {
    assertThat(Verdict.majority(List.of(OPEN, REFUSED))).isEqualTo(REFUSED);
  }

  @Test
  void amongThoseThatDidNotReachItMostSayWhy() {
    assertThat(Verdict.majority(List.of(FOREIGN, UNREACHABLE, FOREIGN, OPEN))).isEqualTo(FOREIGN);
  }

  @Test
  void whereNobodySaysAnythingNothingIsKnown() {
    assertThat(Verdict.majority(List.of())).isEqualTo(UNKNOWN);
    assertThat(UNKNOWN.isBad()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OPEN", "UNKNOWN"})
  void allElseIsBad(Verdict verdict) {
    assertThat(verdict.isBad()).isTrue();
  }
}
