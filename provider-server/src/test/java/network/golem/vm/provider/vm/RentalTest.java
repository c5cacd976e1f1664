package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.REQUESTOR;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmList;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.node.PublicAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a requestor sees of a provider, over real mutual TLS, real records and real SSH servers. */
@Timeout(60)
class RentalTest {

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
  void aVmRunsOnceItsSshServerAnswersThroughItsAccessPort() {
    HttpResponse<String> answer = provider.post("/api/v1/vms", wanted("demo"));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(vm(answer).state()).isEqualTo(VmState.CREATING);
    RentedVm running = awaitState(vm(answer), VmState.RUNNING);
    assertThat(accepts(running.access().port())).isTrue();
  }

  @Test
  void accessFollowsTheAddressOfItsProvider() {
    RentedVm demo = running("demo");
    PublicAddress address = provider.bean(PublicAddress.class);
    address.heard(URI.create("http://discovery.example"), "203.0.113.5");
    assertThat(provider.vm(demo.id().value()).access().host()).isEqualTo("203.0.113.5");
    address.heard(URI.create("http://discovery.example"), "203.0.113.6");
    assertThat(provider.vm(demo.id().value()).access().host()).isEqualTo("203.0.113.6");
    assertThat(provider.get("/api/v1/vms/" + demo.id() + "/access").body()).contains("203.0.113.6");
  }

  @Test
  void everyPhaseIsToldInTheEvents() {
    RentedVm demo = running("demo");
    String events = provider.get("/api/v1/vms/" + demo.id() + "/events").body();
    assertThat(events)
        .containsSubsequence(
            "\"creating\"",
            "\"phase\":\"image\"",
            "\"phase\":\"boot\"",
            "\"phase\":\"ssh\"",
            "\"running\"");
  }

  @Test
  void eventsFollowAVmUntilItIsSettled() {
    CountDownLatch gate = backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    gate.countDown();
    assertThat(provider.get("/api/v1/vms/" + demo.id() + "/events").body())
        .contains("event:vm")
        .endsWith("\n\n")
        .contains("\"running\"");
  }

  @Test
  void eventsGoOnAfterTheLastOneThatWasSeen() {
    RentedVm demo = running("demo");
    String path = "/api/v1/vms/" + demo.id() + "/events";
    String later = provider.send(REQUESTOR, "GET", path, null, "Last-Event-ID", "2").body();
    assertThat(provider.get(path).body()).contains("id:1\n", "id:2\n").endsWith(later);
    assertThat(later).doesNotContain("id:1\n", "id:2\n").contains("id:3\n", "\"running\"");
  }

  @Test
  void manyFollowersDoNotStandInTheWayOfChanges() throws Exception {
    CountDownLatch gate = backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var followers =
          IntStream.range(0, 8)
              .mapToObj(_ ->
                  threads.submit(() -> provider.get("/api/v1/vms/" + demo.id() + "/events").body()))
              .toList();
      gate.countDown();
      for (var follower : followers) {
        assertThat(follower.get(20, TimeUnit.SECONDS)).contains("\"running\"");
      }
    }
  }

  @Test
  void aStoppedVmKeepsItsPortAndHostKey() {
    RentedVm demo = running("demo");
    provider.post("/api/v1/vms/" + demo.id() + "/stop", null);
    awaitState(demo, VmState.STOPPED);
    assertThat(accepts(demo.access().port())).isFalse();
    provider.post("/api/v1/vms/" + demo.id() + "/start", null);
    RentedVm again = awaitState(demo, VmState.RUNNING);
    assertThat(again.access()).isEqualTo(demo.access());
  }

  @Test
  void destroyingGivesEverythingBack() {
    RentedVm demo = running("demo");
    assertThat(info().free()).isEqualTo(new Capacity(7, 15, 190));
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitGone(demo);
    assertThat(info().free()).isEqualTo(new Capacity(8, 16, 200));
    assertThat(accepts(demo.access().port())).isFalse();
    assertThat(backend.instances()).isEmpty();
    running("demo");
  }

  @Test
  void aVmThatIsStillBeingMadeCanBeDestroyed() {
    backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitGone(demo);
    assertThat(backend.instances()).isEmpty();
  }

  @Test
  void forAnybodyElseAVmDoesNotExist() {
    RentedVm demo = running("demo");
    Identity stranger = Identity.generate();
    String path = "/api/v1/vms/" + demo.id();
    String unknown = "/api/v1/vms/vm-aaaaaaaaaaaaaaaaaaaa";
    for (String suffix : List.of("", "/access", "/events")) {
      var answer = provider.send(stranger, "GET", path + suffix, null);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body())
          .isEqualTo(
              provider
                  .send(stranger, "GET", unknown + suffix, null)
                  .body()
                  .replace(unknown.substring(12), demo.id().value()));
    }
    assertThat(provider.send(stranger, "DELETE", path, null).statusCode()).isEqualTo(404);
    assertThat(
            provider
                .send(
                    stranger,
                    "POST",
                    path + "/stop",
                    null,
                    "Idempotency-Key",
                    UUID.randomUUID().toString())
                .statusCode())
        .isEqualTo(404);
    assertThat(
            Json.MAPPER
                .readValue(provider.send(stranger, "GET", "/api/v1/vms", null).body(), VmList.class)
                .vms())
        .isEmpty();
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void neverMoreIsRentedOutThanIsOffered() {
    var answers =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(i -> provider.post("/api/v1/vms", wanted("vm-" + i, new Resources(3, 1, 10))))
            .toList();
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 202).hasSize(2);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 202)
        .allSatisfy(answer -> assertThat(problem(answer).code()).isEqualTo("resources.exhausted"))
        .allSatisfy(answer -> assertThat(problem(answer).extensions()).containsKey("free"));
  }

  @Test
  void aTakenNameIsRefused() {
    running("demo");
    assertThat(problem(provider.post("/api/v1/vms", wanted("demo"))).code())
        .isEqualTo("vm.name-taken");
  }

  @Test
  void aFailedLaunchGivesEverythingBackAndSaysWhy() {
    backend.failNextLaunch(new BackendException.Failed("the disk is full"));
    RentedVm failed = awaitState(vm(provider.post("/api/v1/vms", wanted("demo"))), VmState.FAILED);
    assertThat(failed.message()).contains("the disk is full");
    assertThat(info().free()).isEqualTo(new Capacity(8, 16, 200));
    assertThat(backend.instances()).isEmpty();
  }

  @Test
  void aLaunchThatTookTooLongButCameUpIsNoFailure() {
    backend.failNextLaunch(new BackendException.TimedOut("no answer for 300 s"));
    awaitState(vm(provider.post("/api/v1/vms", wanted("demo"))), VmState.RUNNING);
  }

  @Test
  void runningVmsAreReachedOnTheSamePortInARestartAndAfterIt() throws IOException {
    RentedVm demo = running("demo");
    String range = String.valueOf(demo.access().port());
    provider.close();
    assertThat(accepts(demo.access().port())).isTrue();
    provider =
        RunningProvider.start(
            data,
            backend,
            "--port-range-start",
            range,
            "--port-range-end",
            String.valueOf(demo.access().port() + 50));
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.RUNNING);
    assertThat(accepts(demo.access().port())).isTrue();
    assertThat(info().free()).isEqualTo(new Capacity(7, 15, 190));
  }

  @Test
  void aVmWhoseMakingWasCutOffIsClearedAwayAtTheNextStart() throws IOException {
    backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    Awaitility.await().atMost(PATIENCE).until(() -> !backend.instances().isEmpty());
    provider.close();
    provider = RunningProvider.start(data, backend);
    awaitState(demo, VmState.FAILED);
    assertThat(backend.instances()).isEmpty();
    assertThat(info().reserved()).isEqualTo(Capacity.NONE);
  }

  @Test
  void aBackendThatDoesNotAnswerDeletesNothing() throws Exception {
    RentedVm demo = running("demo");
    backend.goDown();
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.UNKNOWN);
    backend.comeBack();
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    awaitState(demo, VmState.RUNNING);
    assertThat(info().reserved()).isEqualTo(new Capacity(1, 1, 10));
  }

  @Test
  void aWishToDestroyIsNotForgottenWhileTheBackendIsDown() throws Exception {
    RentedVm demo = running("demo");
    backend.goDown();
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitIdle(demo);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.DESTROYING);
    backend.comeBack();
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    awaitGone(demo);
    assertThat(backend.instances()).isEmpty();
    assertThat(info().reserved()).isEqualTo(Capacity.NONE);
  }

  @Test
  void aGuestIsToldWhoConnectsIfItsRenterWantsThat() throws Exception {
    backend.expectProxyHeaders();
    CreateVm plain = wanted("demo");
    CreateVm telling =
        new CreateVm(
            plain.name(), plain.image(), plain.resources(), plain.sshKeys(), null, null, true);
    RentedVm demo = awaitState(vm(provider.post("/api/v1/vms", telling)), VmState.RUNNING);
    try (Socket ssh = new Socket(InetAddress.getLoopbackAddress(), demo.access().port())) {
      ssh.getOutputStream().write("SSH-2.0-test\r\n".getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> backend.callers().contains(ssh.getLocalSocketAddress()));
    }
  }

  @Test
  void whatARunningVmUsesIsTold() throws Exception {
    RentedVm demo = running("demo");
    String path = "/api/v1/vms/" + demo.id();
    try (Socket ssh = new Socket(InetAddress.getLoopbackAddress(), demo.access().port())) {
      assertThat(ssh.getInputStream().read()).isEqualTo('S');
      VmStats stats =
          Awaitility.await()
              .atMost(PATIENCE) // the connection that found it running may not be gone yet
              .until(() -> stats(path), found -> found.connections() == 1);
      assertThat(stats.diskTotal()).isEqualTo(10L << 30);
      assertThat(stats.connectionsAccepted()).isEqualTo(2);
      assertThat(stats.connectionsRefused()).isZero();
      assertThat(stats.accessReceived()).as("what the first asked").isPositive();
      assertThat(stats.accessSent()).isGreaterThan(1);
    }
    provider.post(path + "/stop", null);
    awaitState(demo, VmState.STOPPED);
    assertThat(problem(provider.get(path + "/stats")).code()).isEqualTo("vm.state-conflict");
  }

  @Test
  void aGuestThatShutsItselfDownIsFoundStopped() throws Exception {
    RentedVm demo = running("demo");
    backend.shutDownFromInside(backend.instances().iterator().next());
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.STOPPED);
  }

  @Test
  void aForgottenInstanceIsUnknownAndKeepsWhatItHas() throws Exception {
    RentedVm demo = running("demo");
    backend.forget(backend.instances().iterator().next());
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    assertThat(provider.vm(demo.id().value()).state()).isEqualTo(VmState.UNKNOWN);
    assertThat(info().reserved()).isEqualTo(new Capacity(1, 1, 10));
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitGone(demo);
    assertThat(info().reserved()).isEqualTo(Capacity.NONE);
  }

  @Test
  void aForgottenInstanceThatTurnsUpAgainIsReachedWhereItWas() throws Exception {
    RentedVm demo = running("demo");
    String instance = backend.instances().iterator().next();
    backend.forget(instance);
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    backend.comeUpLater(instance);
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    assertThat(awaitState(demo, VmState.RUNNING).access()).isEqualTo(demo.access());
    assertThat(accepts(demo.access().port())).isTrue();
  }

  @Test
  void badInputIsRefusedWithFieldValueAndRange() {
    var cpu =
        problem(
            provider.post(
                "/api/v1/vms",
                Map.of(
                    "name",
                    "demo",
                    "resources",
                    Map.of("cpu", 0, "memory", 1, "storage", 10),
                    "ssh_keys",
                    List.of())));
    assertThat(cpu.code()).isEqualTo("request.invalid");
    assertThat(cpu.detail()).isEqualTo("resources.cpu is 0: must be from 1 to 256");
    assertThat(cpu.extensions()).containsEntry("field", "resources.cpu");
    assertThat(
            problem(provider.post("/api/v1/vms", wanted("demo", new Resources(1, 1, 5)))).detail())
        .isEqualTo("resources.storage is 5: must be 10 or more at this provider");
    assertThat(
            problem(
                    provider.post(
                        "/api/v1/vms",
                        Json.MAPPER
                            .writeValueAsString(wanted("demo"))
                            .replaceFirst("\\{", "{\"nmae\":1,")))
                .detail())
        .contains("unknown field 'nmae'");
    assertThat(problem(provider.post("/api/v1/vms", "{")).code()).isEqualTo("request.malformed");
    assertThat(problem(provider.send(REQUESTOR, "POST", "/api/v1/vms", wanted("demo"))).code())
        .isEqualTo("idempotency.key-required");
    assertThat(problem(provider.get("/api/v1/vms/nonsense")).code()).isEqualTo("request.invalid");
    assertThat(info().reserved()).isEqualTo(Capacity.NONE);
  }

  @Test
  void onlyImagesOfTheCatalogueAreMade() {
    var answer =
        problem(
            provider.post(
                "/api/v1/vms",
                new CreateVm(
                    new VmName("demo"),
                    "windows-95",
                    new Resources(1, 1, 10),
                    List.of(HostKey.generate().publicKey()),
                    null,
                    null)));
    assertThat(answer.code()).isEqualTo("image.unknown");
    assertThat(answer.hint()).contains("debian-12");
  }

  @Test
  void whatARunningVmCannotDoIsAConflict() {
    backend.holdLaunches();
    RentedVm demo = vm(provider.post("/api/v1/vms", wanted("demo")));
    assertThat(problem(provider.post("/api/v1/vms/" + demo.id() + "/stop", null)).code())
        .isEqualTo("vm.state-conflict");
  }

  private RentedVm running(String name) {
    return awaitState(vm(provider.post("/api/v1/vms", wanted(name))), VmState.RUNNING);
  }

  private RentedVm awaitState(RentedVm vm, VmState state) {
    return Awaitility.await("VM " + vm.name() + " is " + state)
        .atMost(PATIENCE)
        .until(() -> provider.vm(vm.id().value()), found -> found.state() == state);
  }

  private VmStats stats(String path) {
    return Json.MAPPER.readValue(provider.get(path + "/stats").body(), VmStats.class);
  }

  private void awaitIdle(RentedVm vm) {
    OperationQueue queue = provider.bean(OperationQueue.class);
    Awaitility.await().atMost(PATIENCE).until(() -> !queue.isUnderWay(vm.id()));
  }

  private void awaitGone(RentedVm vm) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> provider.get("/api/v1/vms/" + vm.id()).statusCode() == 404);
  }

  private ProviderInfo info() {
    return Json.MAPPER.readValue(provider.get("/api/v1/provider").body(), ProviderInfo.class);
  }

  private static CreateVm wanted(String name) {
    return wanted(name, new Resources(1, 1, 10));
  }

  private static CreateVm wanted(String name, Resources resources) {
    return new CreateVm(
        new VmName(name),
        "debian-12",
        resources,
        List.of(HostKey.generate().publicKey()),
        null,
        null);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
