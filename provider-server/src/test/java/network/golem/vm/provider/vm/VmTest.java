package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.guest.HostKey;
import org.junit.jupiter.api.Test;

class VmTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final Vm vm = newVm();

  @Test
  void isMadeThenRunsThenStopsThenStartsAgain() {
    assertThat(vm.state()).isEqualTo(VmState.CREATING);
    vm.running(NOW);
    vm.stopping(NOW);
    vm.stopped(null, NOW);
    vm.starting(NOW);
    vm.running(NOW);
    assertThat(vm.state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void cannotBeStoppedBeforeItRuns() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> vm.stopping(NOW))
        .satisfies(
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.VM_STATE_CONFLICT.code()))
        .withMessage("VM demo is creating and cannot be stopped");
  }

  @Test
  void canBeDestroyedWhateverItIsDoing() {
    vm.destroying(NOW);
    vm.gone(NOW);
    assertThat(vm.state()).isEqualTo(VmState.GONE);
  }

  @Test
  void isNeverRevivedOnceGone() {
    vm.destroying(NOW);
    vm.gone(NOW);
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> vm.running(NOW));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> vm.destroying(NOW));
  }

  @Test
  void saysWhyItFailed() {
    vm.failed("the image is damaged", NOW);
    assertThat(vm.describedAt("203.0.113.7").message()).isEqualTo("the image is damaged");
  }

  @Test
  void isReachedAtTheProvidersAddressAndItsOwnPort() {
    var access = vm.describedAt("203.0.113.7").access();
    assertThat(access.host()).isEqualTo("203.0.113.7");
    assertThat(access.port()).isEqualTo(50_800);
    assertThat(access.user()).isEqualTo("debian");
  }

  static Vm newVm() {
    HostKey hostKey = HostKey.generate();
    var wanted =
        new CreateVm(
            new VmName("demo"),
            "debian-12",
            new Resources(1, 1, 10),
            List.of(hostKey.publicKey()),
            null,
            null);
    var grant =
        new Vm.Grant(
            VmId.random(),
            Identity.generate().nodeId(),
            "golem-abcdef-1",
            "debian",
            hostKey.publicKey(),
            50_800);
    return new Vm(grant, wanted, "debian-12", null, NOW);
  }
}
