package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.guest.HostKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another size for a stopped VM. */
@Timeout(60)
class ResizeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;

  @TempDir private Path data;

  @BeforeEach
  void start() throws IOException {
    provider = RunningProvider.start(data, backend);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void aStoppedVmIsGivenAnotherSize() throws Exception {
    RentedVm demo = stopped("demo");
    resize(demo, new Resources(2, 3, 12));
    awaitSize(demo, new Resources(2, 3, 12));
    assertThat(backend.sizeOf(backend.instances().iterator().next()))
        .isEqualTo(new Resources(2, 3, 12));
    assertThat(reserved()).isEqualTo(new Capacity(2, 3, 12));
    resize(demo, new Resources(1, 1, 12));
    awaitSize(demo, new Resources(1, 1, 12));
    assertThat(reserved()).isEqualTo(new Capacity(1, 1, 12));
  }

  @Test
  void aSizeThatCannotBeHadIsRefusedBeforeAnythingChanges() throws Exception {
    RentedVm demo = stopped("demo");
    provider.post("/api/v1/vms/" + demo.id() + "/start", null);
    awaitState(demo, VmState.RUNNING);
    assertThat(problem(resize(demo, new Resources(2, 2, 10))).code())
        .isEqualTo("vm.state-conflict");
    provider.post("/api/v1/vms/" + demo.id() + "/stop", null);
    awaitState(demo, VmState.STOPPED);
    assertThat(problem(resize(demo, new Resources(1, 1, 9999))).code())
        .isEqualTo("resources.exhausted");
    RentedVm big = stopped("big", new Resources(1, 1, 20));
    Problem shrunk = problem(resize(big, new Resources(1, 1, 10)));
    assertThat(shrunk.code()).isEqualTo("request.invalid");
    assertThat(shrunk.detail()).contains("20 or more: storage never shrinks");
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.STOPPED);
  }

  @Test
  void aResizeThatFailsLeavesTheOldSizeAndSaysWhy() throws Exception {
    RentedVm demo = stopped("demo");
    backend.failNextResize(new BackendException.Failed("no space left"));
    resize(demo, new Resources(2, 2, 10));
    awaitState(demo, VmState.STOPPED);
    RentedVm after = provider.vm(demo.id().value());
    assertThat(after.resources()).isEqualTo(new Resources(1, 1, 10));
    assertThat(after.message()).contains("no space left");
    assertThat(reserved()).isEqualTo(new Capacity(1, 1, 10));
  }

  @Test
  void aResizeThatAnOutageCutsOffIsFinishedAfterIt() throws Exception {
    RentedVm demo = stopped("demo");
    backend.failNextResize(new BackendException.Unavailable("away"));
    resize(demo, new Resources(2, 2, 10));
    awaitIdle(demo);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.RESIZING);
    assertThat(reserved()).isEqualTo(new Capacity(2, 2, 10));
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    awaitSize(demo, new Resources(2, 2, 10));
  }

  private RentedVm stopped(String name) throws Exception {
    return stopped(name, new Resources(1, 1, 10));
  }

  private RentedVm stopped(String name, Resources size) throws Exception {
    var wanted =
        new CreateVm(
            new VmName(name),
            "debian-12",
            size,
            List.of(HostKey.generate().publicKey()),
            null,
            null);
    RentedVm vm = vm(provider.post("/api/v1/vms", wanted));
    awaitState(vm, VmState.RUNNING);
    provider.post("/api/v1/vms/" + vm.id() + "/stop", null);
    awaitState(vm, VmState.STOPPED);
    return vm;
  }

  private HttpResponse<String> resize(RentedVm vm, Resources size) {
    return provider.post("/api/v1/vms/" + vm.id() + "/resize", new ResizeVm(size));
  }

  private void awaitSize(RentedVm vm, Resources size) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> provider.vm(vm.id().value()),
            found -> found.state() == VmState.STOPPED && found.resources().equals(size));
  }

  private void awaitState(RentedVm vm, VmState state) {
    Awaitility.await("VM " + vm.name() + " is " + state)
        .atMost(PATIENCE)
        .until(() -> provider.vm(vm.id().value()), found -> found.state() == state);
  }

  private void awaitIdle(RentedVm vm) {
    OperationQueue queue = provider.bean(OperationQueue.class);
    Awaitility.await().atMost(PATIENCE).until(() -> !queue.isUnderWay(vm.id()));
  }

  private Capacity reserved() {
    return provider.bean(Ledger.class).reserved();
  }
}
