package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipass that does not answer as it should, or is not as new as it could be. */
@Timeout(120)
class MultipassOutageTest {

  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir private Path directory;
  private ScriptedHost host;
  private MultipassBackend backend;

  @BeforeEach
  void scriptMultipass() throws IOException {
    host = new ScriptedHost(directory);
    backend = Backends.on(host);
  }

  @Test
  void isUnavailableWhileTheDaemonIsDown() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    host.set("daemon", "down");
    assertUnavailable(backend, "start it, for example with `sudo snap start multipass`");
  }

  @Test
  void isUnavailableWhileTheDaemonHangs() throws Exception {
    host.set("daemon", "hanging");
    VmBackend impatient = Backends.on(host, Backends.withQuery(SHORT));
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> impatient.list(""))
        .withMessageContaining("3.0 s");
    assertThat(impatient.complaint()).get().asString().contains("Multipass does not answer");
  }

  @Test
  void isUnavailableToAUserWhomMultipassDoesNotAccept() throws Exception {
    host.set("authenticated", false);
    assertUnavailable(
        backend, "run `multipass authenticate` once as the user that the provider runs as");
  }

  @Test
  void takesRubbishForNoAnswerAtAll() throws Exception {
    host.set("output", "rubbish");
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> backend.list(""))
        .withMessageEndingWith(
            "says something that is not understood: snap-confine has elevated permissions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "empty", "null", "nothing", "failing"})
  void neverTakesWhatIsNoListForAnEmptyOne(String output) throws Exception {
    host.set("output", output);
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> backend.list(""))
        .withMessageContaining("list --format json");
    assertThat(backend.complaint()).isPresent();
  }

  @Test
  void isUnavailableOnceTheProgramIsGone() {
    VmBackend none = new MultipassBackend(directory.resolve("nothing"), List.of(), null);
    assertUnavailable(none, "Multipass is not there");
  }

  @Test
  void saysWhenADeleteDoesNotComeBack() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    host.set("deletes", false);
    assertThatExceptionOfType(BackendException.TimedOut.class)
        .isThrownBy(() -> Backends.on(host, Backends.withForce(SHORT)).destroy("a1"))
        .withMessageContaining("delete --purge a1");
  }

  @Test
  void refusesVersionsThatAreTooOld() throws Exception {
    host.set("version", "1.7.2");
    assertThat(backend.complaint()).hasValue("Multipass 1.7.2 is too old; install 1.8 or newer");
  }

  @Test
  void worksWithTheOldestVersion() throws Exception {
    host.set("version", "1.8.1");
    assertThat(backend.complaint()).isEmpty();
    backend.launch(Backends.request("a1"), _ -> {});
    backend.destroy("a1");
    assertThat(backend.inspect("a1")).isEmpty();
  }

  @Test
  void asksOldVersionsAgainThatCannotSwitchOff() throws Exception {
    host.set("version", "1.13.1");
    backend.launch(Backends.request("a1"), _ -> {});
    host.set("shutdown", 5000);
    Backends.on(host, Backends.withShutdown(SHORT)).stop("a1");
    assertThat(backend.inspect("a1").orElseThrow().state()).isEqualTo(Instance.State.STOPPED);
  }

  private static void assertUnavailable(VmBackend backend, String hint) {
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> backend.list(""))
        .withMessageContaining(hint);
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> backend.inspect("a1"))
        .withMessageContaining(hint);
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(() -> backend.destroy("a1"))
        .withMessageContaining(hint);
  }

  @Test
  void whileItsVmsCannotBeIsolatedNobodyGetsOne() throws Exception {
    // There is no bridge of Multipass where its program is a script.
    BridgeIsolation isolation = new BridgeIsolation(List.of());
    VmBackend isolating = Backends.on(host, isolation);
    assertThat(isolating.checkIsolation().complaint()).contains("there is no bridge mpqemubr0");
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> isolating.checkUsable(Backends.UBUNTU))
        .withMessageContaining("cannot be isolated");
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> isolating.launch(Backends.request("a1"), _ -> {}))
        .withMessageContaining("cannot be isolated");
    assertThat(isolating.inspect("a1")).isEmpty();
  }
}
