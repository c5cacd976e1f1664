package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Api.wanted;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.vm.GuestHost.Moment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that is told to stop by SIGTERM, as service managers do it. */
@Timeout(120)
class ShutdownTest {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private GuestHost guests;
  private ProviderProcess provider;
  private int firstPort;

  @TempDir private Path data;

  @BeforeEach
  void findPorts() throws IOException {
    guests = new GuestHost();
    try (ServerSocket socket = new ServerSocket(0)) {
      firstPort = Math.min(socket.getLocalPort(), 65_000);
    }
  }

  @AfterEach
  void stop() throws IOException {
    provider.kill();
    guests.close();
  }

  @Test
  void leavesItsVmsRunningAndParksWhatIsUnderWayAndTakesItUpAgain() throws Exception {
    start();
    RentedVm demo = running("demo");
    var reached = guests.hold(new Moment("late", "launch:after"));
    RentedVm late = vm(provider.api().post("/api/v1/vms", wanted("late")));
    assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    awaitEnd();
    assertThat(guests.runs(instance(demo))).isTrue();
    guests.letGo();
    start();
    assertThat(state(demo)).isEqualTo(VmState.RUNNING);
    awaitState(late, VmState.RUNNING);
  }

  @Test
  void refusesNewWorkWhileItStopsAndStopsItsVmsWhereItsOwnerWantsThat() throws Exception {
    start("--stop-vms", "true");
    RentedVm demo = running("demo");
    var reached = guests.hold(new Moment("demo", "stop:before"));
    Process process = provider.terminate();
    assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    var refusal = provider.api().post("/api/v1/vms", wanted("other"));
    assertThat(refusal.statusCode()).isEqualTo(503);
    assertThat(problem(refusal).code()).isEqualTo("provider.stopping");
    assertThat(refusal.headers().firstValue("Retry-After")).hasValue("60");
    guests.letGo();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(guests.runs(instance(demo))).isFalse();
    start();
    awaitState(demo, VmState.RUNNING);
  }

  private void start(String... flags) throws Exception {
    provider = ProviderProcess.start(data, guests, firstPort, flags);
  }

  private void awaitEnd() throws InterruptedException {
    assertThat(provider.terminate().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("it ended by itself")
        .isTrue();
  }

  private RentedVm running(String name) {
    RentedVm made = vm(provider.api().post("/api/v1/vms", wanted(name)));
    awaitState(made, VmState.RUNNING);
    return made;
  }

  private void awaitState(RentedVm vm, VmState state) {
    Awaitility.await(vm.name() + " is " + state).atMost(PATIENCE).until(() -> state(vm) == state);
  }

  private VmState state(RentedVm vm) {
    return vm(provider.api().get("/api/v1/vms/" + vm.id())).state();
  }

  private String instance(RentedVm vm) {
    return InstanceNames.of(provider.api().nodeId()).of(vm.id());
  }
}
