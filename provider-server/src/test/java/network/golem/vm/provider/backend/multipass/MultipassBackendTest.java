package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Usage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with Multipass, and what comes of it. */
@Timeout(120)
class MultipassBackendTest {

  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final long LONG = 600_000;

  @TempDir private Path directory;
  private ScriptedHost host;
  private MultipassBackend backend;

  @BeforeEach
  void scriptMultipass() throws IOException {
    host = new ScriptedHost(directory);
    backend = Backends.on(host);
  }

  @Test
  void handsUserDataOverByStandardInput() throws Exception {
    LaunchRequest request = Backends.request("a1");
    backend.launch(request, _ -> {});
    assertThat(host.userData("a1")).isEqualTo(request.cloudConfig().document());
  }

  @Test
  void reportsAllPhasesThatMultipassShows() throws Exception {
    List<Phase> phases = new ArrayList<>();
    backend.launch(Backends.request("a1"), phases::add);
    assertThat(phases).containsExactly(Phase.IMAGE, Phase.DISK, Phase.BOOT, Phase.CLOUD_INIT);
  }

  @Test
  void offersImagesThatMultipassHas() {
    assertThat(backend.images()).containsExactly("ubuntu-24.04");
  }

  @Test
  void tellsWhatARunningGuestUsesAndOfOneThatIsGoneNothing() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    Usage usage = backend.usage("a1");
    assertThat(usage.memory()).isEqualTo(226_885_632);
    assertThat(usage.disk()).isEqualTo(603_660_288);
    assertThat(usage.cpu()).isNull();
    assertThatExceptionOfType(BackendException.Failed.class).isThrownBy(() -> backend.usage("a2"));
  }

  @Test
  void takesUnknownDuringBootForWhatItIs() throws Exception {
    host.set("boots", false);
    assertTimesOut(Backends.withLaunch(SHORT), "a1");
    assertThat(stateOf("a1")).isEqualTo(Instance.State.CHANGING);
  }

  @Test
  void saysThatALaunchOutOfTimeLivesOn() throws Exception {
    host.set("boots", false);
    assertTimesOut(Backends.withLaunch(SHORT), "a1");
    host.set("boots", true);
    Awaitility.await()
        .untilAsserted(() -> assertThat(stateOf("a1")).isEqualTo(Instance.State.RUNNING));
  }

  @Test
  void doesNotCallALaunchFailedWhoseGuestRunsWhenTimeIsUp() throws Exception {
    host.set("initialization", LONG);
    Backends.on(host, Backends.withLaunch(SHORT)).launch(Backends.request("a1"), _ -> {});
    assertThat(stateOf("a1")).isEqualTo(Instance.State.RUNNING);
  }

  @Test
  void passesOnThatTheDaemonItselfGaveUpWaiting() throws Exception {
    host.set("boots", false);
    host.set("daemon_limit", 500);
    assertTimesOut(Backends.PATIENT, "a1");
  }

  @Test
  void noticesThatALaunchedInstanceWasDeletedMeanwhile() throws Exception {
    host.set("boots", false);
    FutureTask<Void> launch = launching("a1");
    Thread.ofVirtual().start(launch);
    Awaitility.await().until(() -> !backend.list("a1").isEmpty());
    backend.destroy("a1");
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(launch::get)
        .withCauseInstanceOf(BackendException.Failed.class)
        .withMessageContaining("has no instance a1");
  }

  @Test
  void destroysAnInstanceWhoseLaunchWasGivenUpDuringPreparation() throws Exception {
    host.set("prepare", 3000);
    Thread launch = Thread.ofVirtual().start(launching("a1"));
    Awaitility.await().until(() -> host.has("a1"));
    launch.interrupt();
    launch.join();
    backend.destroy("a1");
    assertThat(host.has("a1")).isFalse();
  }

  @Test
  void passesOnWhyALaunchFailed() throws Exception {
    host.set(
        "launch_failure",
        "Available disk (1000 bytes) below minimum for this image (3758096384 bytes)");
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> backend.launch(Backends.request("a1"), _ -> {}))
        .withMessage(
            "a1 could not be launched: launch failed: Available disk (1000 bytes) below minimum for this image (3758096384 bytes)");
    backend.destroy("a1");
    assertThat(backend.list("")).isEmpty();
  }

  @Test
  void switchesOffAGuestThatDoesNotShutDown() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    host.set("obeys", false);
    host.set("daemon_limit", 5000);
    Backends.on(host, Backends.withShutdown(SHORT)).stop("a1");
    assertThat(stateOf("a1")).isEqualTo(Instance.State.STOPPED);
  }

  @Test
  void switchesOffAGuestThatStillBootsWithoutAskingIt() throws Exception {
    host.set("boots", false);
    host.set("daemon_limit", LONG); // for which the daemon would answer nobody
    assertTimesOut(Backends.withLaunch(SHORT), "a1");
    backend.stop("a1");
    assertThat(stateOf("a1")).isEqualTo(Instance.State.STOPPED);
  }

  @Test
  void findsAGuestAtItsNewAddressAfterARestart() throws Exception {
    host.set("address_moves", true);
    backend.launch(Backends.request("a1"), _ -> {});
    InetSocketAddress before = backend.inspect("a1").orElseThrow().ssh();
    backend.stop("a1");
    backend.start("a1", _ -> {});
    assertThat(backend.inspect("a1").orElseThrow().ssh()).isNotNull().isNotEqualTo(before);
  }

  @Test
  void seesAGuestThatShutItselfDown() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    host.powerOffFromInside("a1");
    assertThat(stateOf("a1")).isEqualTo(Instance.State.STOPPED);
  }

  @Test
  void waitsForAGuestThatIsBootingAlready() throws Exception {
    host.set("boots", false);
    assertTimesOut(Backends.withLaunch(SHORT), "a1");
    FutureTask<Void> start = new FutureTask<>(() -> start("a1"));
    Thread.ofVirtual().start(start);
    host.set("boots", true);
    start.get();
    assertThat(stateOf("a1")).isEqualTo(Instance.State.RUNNING);
  }

  @Test
  void saysWhenAStartTookTooLong() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    backend.stop("a1");
    host.set("boots", false);
    assertThatExceptionOfType(BackendException.TimedOut.class)
        .isThrownBy(() -> Backends.on(host, Backends.withStart(SHORT)).start("a1", _ -> {}))
        .withMessage(
            "a1 could not be started in time: Timed out waiting for instance to start. (it is changing)");
  }

  @Test
  void tellsAStateThatItDoesNotKnow() throws Exception {
    backend.launch(Backends.request("a1"), _ -> {});
    host.set("running_as", "Bewildered");
    assertThat(stateOf("a1")).isEqualTo(Instance.State.UNKNOWN);
  }

  private void assertTimesOut(Deadlines deadlines, String name) {
    assertThatExceptionOfType(BackendException.TimedOut.class)
        .isThrownBy(() -> Backends.on(host, deadlines).launch(Backends.request(name), _ -> {}))
        .withMessageStartingWith(name + " could not be launched in time: ")
        .withMessageEndingWith("(it is changing)");
  }

  private Instance.State stateOf(String name) throws Exception {
    return backend.inspect(name).orElseThrow().state();
  }

  private Void start(String name) throws Exception {
    backend.start(name, _ -> {});
    return null;
  }

  private FutureTask<Void> launching(String name) {
    return new FutureTask<>(() -> {
      backend.launch(Backends.request(name), _ -> {});
      return null;
    });
  }
}
