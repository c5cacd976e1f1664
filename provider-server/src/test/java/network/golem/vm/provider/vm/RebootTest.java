package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Api.wanted;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.GuardedBackend;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that was rebooted: no guest runs, and the boot id is not the one remembered. */
@Timeout(90)
class RebootTest {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;
  private RentedVm ran;
  private RentedVm stopped;

  @TempDir private Path data;

  @BeforeEach
  void haveOneVmThatRunsAndOneThatIsStopped() throws IOException {
    provider = RunningProvider.start(data, backend);
    ran = create("ran");
    stopped = create("stopped");
    provider.post("/api/v1/vms/" + stopped.id() + "/stop", null);
    awaitState(stopped, VmState.STOPPED);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void whatRanIsStartedAgainAndWhatWasStoppedStaysStopped() throws Exception {
    reboot();
    start();
    awaitState(ran, VmState.RUNNING);
    assertThat(state(stopped)).isEqualTo(VmState.STOPPED);
    assertThat(events(ran)).contains("the host was rebooted");
    assertThat(events(stopped)).doesNotContain("the host was rebooted");
  }

  @Test
  void nothingIsStartedWhereTheOwnerDoesNotWantThat() throws Exception {
    reboot();
    start("--start-after-reboot", "false");
    assertThat(state(ran)).isEqualTo(VmState.STOPPED);
    assertThat(events(ran)).contains("the host was rebooted");
  }

  @Test
  void aGuestThatShutItselfDownWithoutARebootStaysStopped() throws Exception {
    provider.close();
    backend.instances().forEach(backend::shutDownFromInside);
    start();
    assertThat(state(ran)).isEqualTo(VmState.STOPPED);
    assertThat(events(ran)).contains("it shut itself down");
  }

  @Test
  void whatRanIsStartedOnceTheBackendIsThereAgain() throws Exception {
    reboot();
    backend.goDown();
    start();
    assertRunsOnceTheBackendIsBack();
  }

  @Test
  void whatRanIsStartedAlsoByTheNextProviderWhereTheBackendTakesLonger() throws Exception {
    reboot();
    backend.goDown();
    start();
    provider.close();
    start();
    assertRunsOnceTheBackendIsBack();
  }

  @Test
  void whatRanButWhoseTimeIsOverIsNotStarted() throws Exception {
    reboot();
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("provider.db"));
        var change = database.prepareStatement("update vm set expires_at = ? where id = ?")) {
      change.setLong(1, Instant.now().minusSeconds(60).toEpochMilli());
      change.setString(2, ran.id().value());
      assertThat(change.executeUpdate()).isEqualTo(1);
    }
    start();
    assertThat(state(ran)).isEqualTo(VmState.STOPPED);
    assertThat(events(ran)).contains("the host was rebooted");
  }

  @Test
  void aRebootCountsOnce() throws Exception {
    reboot();
    start();
    awaitState(ran, VmState.RUNNING);
    provider.close();
    backend.instances().forEach(backend::shutDownFromInside);
    start();
    assertThat(state(ran)).isEqualTo(VmState.STOPPED);
  }

  private void assertRunsOnceTheBackendIsBack() throws InterruptedException {
    assertThat(state(ran)).isEqualTo(VmState.UNKNOWN);
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    awaitState(ran, VmState.RUNNING);
    assertThat(state(stopped)).isEqualTo(VmState.STOPPED);
  }

  private void reboot() throws IOException {
    provider.close();
    backend.instances().forEach(backend::shutDownFromInside);
    Files.writeString(data.resolve("boot-id"), "00000000-0000-4000-8000-000000000000\n");
  }

  private void start(String... flags) throws IOException {
    provider = RunningProvider.start(data, backend, flags);
  }

  private RentedVm create(String name) {
    RentedVm made = vm(provider.post("/api/v1/vms", wanted(name)));
    awaitState(made, VmState.RUNNING);
    return made;
  }

  private void awaitState(RentedVm vm, VmState state) {
    Awaitility.await(vm.name() + " is " + state).atMost(PATIENCE).until(() -> state(vm) == state);
  }

  private VmState state(RentedVm vm) {
    return provider.vm(vm.id().value()).state();
  }

  private String events(RentedVm vm) {
    return provider.get("/api/v1/vms/" + vm.id() + "/events").body();
  }
}
