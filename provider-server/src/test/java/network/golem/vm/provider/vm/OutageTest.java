package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Api.wanted;
import static network.golem.vm.provider.vm.RunningProvider.REQUESTOR;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.GuardedBackend;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What renters and the owner see of a provider whose backend does not answer, and afterwards. */
@Timeout(90)
class OutageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

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
  void oneFailedCallIsNoOutage() throws Exception {
    backend.goDown();
    reconcile();
    backend.comeBack();
    assertThat(provider.post("/api/v1/vms", wanted("demo")).statusCode()).isEqualTo(202);
  }

  @Test
  void newVmsAreRefusedAtOnceWithoutAskingTheBackend() throws Exception {
    breakDown();
    int asked = backend.calls();
    var refusal = problem(provider.post("/api/v1/vms", wanted("demo")));
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.code()).isEqualTo("backend.unavailable");
    assertThat(refusal.detail()).contains("has been down since");
    assertThat(refusal.hint()).contains("choose another provider");
    assertThat(backend.calls()).isEqualTo(asked);
    assertThat(provider.bean(VmRecords.class).all()).isEmpty();
  }

  @Test
  void healthTellsWhyAndSinceWhen() throws Exception {
    assertThat(provider.get("/health").statusCode()).isEqualTo(200);
    breakDown();
    var health = provider.get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("it was told to be down", "\"since\"");
  }

  @Test
  void aBackendThatHangsIsDownEvenIfItSaysThatAllIsWell() throws Exception {
    RentedVm demo = running("demo");
    backend.hang();
    reconcileUntilItIsTakenForDown();
    assertThat(problem(provider.post("/api/v1/vms", wanted("other"))).code())
        .isEqualTo("backend.unavailable");
    provider.bean(GuardedBackend.class).askAgain();
    assertThat(provider.get("/health").body()).contains("no answer for 30 s");
    assertThat(backend.instances()).hasSize(1);
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    reconcile();
    awaitState(demo, VmState.RUNNING);
  }

  @Test
  void aBackendThatSaysNoIsNotDown() throws Exception {
    for (int i = 0; i < 4; i++) {
      backend.failNextLaunch(new BackendException.Failed("the disk is full"));
      awaitState(vm(provider.post("/api/v1/vms", wanted("no-" + i))), VmState.FAILED);
    }
    assertThat(provider.get("/health").statusCode()).isEqualTo(200);
    running("yes");
  }

  @Test
  void recoversByASignOfLifeAndFindsItsVmsAgain() throws Exception {
    RentedVm demo = running("demo");
    breakDown();
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.UNKNOWN);
    provider.bean(GuardedBackend.class).askAgain();
    assertThat(problem(provider.post("/api/v1/vms", wanted("other"))).status()).isEqualTo(503);
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    assertThat(provider.post("/api/v1/vms", wanted("other")).statusCode()).isEqualTo(202);
    reconcile();
    awaitState(demo, VmState.RUNNING);
    assertThat(provider.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aVmIsNotCalledRunningAgainBeforeItsSshServerAnswers() throws Exception {
    RentedVm demo = running("demo");
    String instance = backend.instances().iterator().next();
    backend.silence(instance);
    breakDown();
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    int asked = backend.calls();
    reconcile();
    int list = 1;
    // The way to its SSH server is looked up each time that it is tried.
    Awaitility.await().atMost(PATIENCE).until(() -> backend.calls() > asked + list);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.UNKNOWN);
  }

  @Test
  void aLaunchThatTimedOutInAnOutageAndComesUpLaterIsFinished() throws Exception {
    var gate = backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    Awaitility.await().atMost(PATIENCE).until(() -> !backend.instances().isEmpty());
    backend.failNextLaunch(new BackendException.TimedOut("no answer for 300 s"));
    backend.goDown();
    gate.countDown();
    awaitRest(demo);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.CREATING);
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    reconcile();
    awaitState(demo, VmState.RUNNING);
    assertThat(backend.instances()).hasSize(1);
  }

  @Test
  void aVmInAStateThatNobodyKnowsIsLeftAsItIs() throws Exception {
    RentedVm demo = running("demo");
    backend.bewilder(backend.instances().iterator().next());
    reconcile();
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.RUNNING);
    assertThat(backend.instances()).hasSize(1);
  }

  @Test
  void whatWasAskedForBeforeIsDoneAfterwards() throws Exception {
    RentedVm demo = running("demo");
    breakDown();
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitRest(demo);
    backend.comeBack();
    provider.bean(GuardedBackend.class).askAgain();
    reconcile();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> provider.get("/api/v1/vms/" + demo.id()).statusCode() == 404);
    assertThat(backend.instances()).isEmpty();
  }

  /** What is under way is not taken up again. */
  private void awaitRest(RentedVm vm) {
    OperationQueue queue = provider.bean(OperationQueue.class);
    Awaitility.await().atMost(PATIENCE).until(() -> !queue.isUnderWay(vm.id()));
  }

  private void breakDown() throws InterruptedException {
    backend.goDown();
    reconcileUntilItIsTakenForDown();
  }

  private void reconcileUntilItIsTakenForDown() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      reconcile();
    }
  }

  private void reconcile() throws InterruptedException {
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
  }

  private RentedVm running(String name) {
    return awaitState(vm(provider.post("/api/v1/vms", wanted(name))), VmState.RUNNING);
  }

  private RentedVm awaitState(RentedVm vm, VmState state) {
    return Awaitility.await("VM " + vm.name() + " is " + state)
        .atMost(PATIENCE)
        .until(() -> provider.vm(vm.id().value()), found -> found.state() == state);
  }
}
