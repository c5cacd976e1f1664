package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.Provider;
import java.util.stream.Stream;
import network.golem.vm.discovery.SettableClock;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NativeCurvesTest {

  private final SettableClock clock = new SettableClock();
  private final SomeProvider provider = new SomeProvider("one", clock);

  static Stream<Provider> curves() {
    return Stream.of(NativeCurves.BEST, SignedStatement.CURVES);
  }

  @Test
  @EnabledOnOs(
      value = {OS.LINUX, OS.MAC},
      architectures = {"amd64", "x86_64", "aarch64"})
  void thisMachineHasSome() {
    assertThat(NativeCurves.BEST).isNotSameAs(SignedStatement.CURVES);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void goodStatementIsOneWhoeverVerifiesIt(Provider curves) {
    String statement = provider.statement();
    assertThat(SignedStatement.verifyAdvertisement(statement, clock, curves).providerId())
        .isEqualTo(provider.id());
  }

  @ParameterizedTest
  @MethodSource("curves")
  void signatureOfAnotherStatementIsRefusedWhoeverVerifiesIt(Provider curves) {
    String one = provider.statement();
    String other = provider.statement();
    String mixed = one.substring(0, one.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> SignedStatement.verifyAdvertisement(mixed, clock, curves))
        .satisfies(refusal ->
            assertThat(refusal.problem().code()).isEqualTo("advertisement.bad-signature"));
  }
}
