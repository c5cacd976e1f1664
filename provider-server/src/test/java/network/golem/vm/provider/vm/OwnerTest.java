package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Api.wanted;
import static network.golem.vm.provider.vm.RunningProvider.REQUESTOR;
import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.Provider;
import network.golem.vm.provider.backend.BackendException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the owner of a provider, and nobody else, sees and does, by HTTP and by command. */
@Timeout(90)
class OwnerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final SshServingBackend backend = new SshServingBackend();
  private RunningProvider provider;

  @TempDir private Path data;

  @BeforeEach
  void start() throws IOException {
    provider = RunningProvider.start(data, backend, "--skip-port-check", "true");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void forAnybodyElseThereIsNothing() {
    for (String path : new String[] {"/status", "/vms"}) {
      var answer = provider.send(REQUESTOR, "GET", "/api/v1/owner" + path, null);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(problem(answer).code()).isEqualTo("route.not-found");
    }
    assertThat(ask(REQUESTOR, "DELETE", "/instances/golem-x").statusCode()).isEqualTo(404);
  }

  @Test
  void statusTellsOfTheBackendOfVmsAndWhyRentersDoNotCome() throws Exception {
    running("demo");
    assertThat(command("status"))
        .contains(
            "healthy",
            "fake, well",
            "not checked from outside",
            "1 of 10, 1 running",
            "no: no discovery service is configured");
    backend.goDown();
    for (int i = 0; i < 3; i++) {
      provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    }
    assertThat(command(1, "status"))
        .contains("degraded", "down since", "it was told to be down", "1 of 10, 0 running");
    assertThat(command(1, "status", "--output", "json"))
        .contains("\"complaint\":\"it was", "\"health\":\"degraded\"");
  }

  @Test
  void statusSaysByItsExitCodeThatNothingRuns() {
    int port = provider.port();
    provider.close();
    assertThat(
            Provider.run("status", "--data-dir", data.toString(), "--port", String.valueOf(port)))
        .isEqualTo(5);
  }

  @Test
  void listsVmsWhosesoeverTheyAreAndTellsTheirHistoryAlsoWhenGone() throws Exception {
    RentedVm demo = running("demo");
    assertThat(command("vms", "list"))
        .contains(demo.id().value(), "demo", "running", REQUESTOR.nodeId().abbreviated());
    List<String> table = command("vms", "list").lines().toList();
    assertThat(table.get(1).substring(table.getFirst().indexOf("PORT")))
        .as("each value below its heading")
        .startsWith(String.valueOf(demo.access().port()));
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + demo.id(), null);
    awaitGone(demo);
    assertThat(command("vms", "history", demo.id().value()))
        .containsSubsequence("creating", "boot", "ssh", "running", "destroying", "gone");
  }

  @Test
  void aVmThatCameUpAfterItWasGivenUpCanBeGivenBackToItsRenter() throws Exception {
    backend.failNextLaunch(new BackendException.Failed("timed out, as it seemed"));
    RentedVm late = vm(provider.post("/api/v1/vms", wanted("late")));
    awaitState(late, VmState.FAILED);
    String instance = instance(late);
    backend.comeUpLater(instance);
    assertThat(command("vms", "list")).contains("no record: " + instance);
    assertThat(command("vms", "adopt", instance)).contains("late");
    provider.bean(Reconciler.class).reconcile(Duration.ZERO);
    awaitState(late, VmState.RUNNING);
    assertThat(provider.bean(Ledger.class).reserved()).isEqualTo(new Capacity(1, 1, 10));
    assertThat(command("vms", "list")).doesNotContain("no record");
  }

  @Test
  void anInstanceWithoutARecordCanBeRemovedButARentersVmOnlyByForce() throws Exception {
    RentedVm gone = running("gone");
    provider.send(REQUESTOR, "DELETE", "/api/v1/vms/" + gone.id(), null);
    awaitGone(gone);
    backend.comeUpLater(instance(gone));
    RentedVm lives = running("lives");
    command("vms", "remove", instance(gone));
    assertThat(backend.instances()).containsExactly(instance(lives));
    var refusal = ask(owner(), "DELETE", "/instances/" + instance(lives));
    assertThat(problem(refusal).detail()).contains("is a renter's VM, lives");
    assertThat(backend.instances()).containsExactly(instance(lives));
    command("vms", "remove", instance(lives), "--force");
    awaitGone(lives);
    assertThat(backend.instances()).isEmpty();
  }

  @Test
  void whatIsNotOursIsNeverRemoved() throws Exception {
    var refusal = ask(owner(), "DELETE", "/instances/somebody-elses?force=true");
    assertThat(problem(refusal).code()).isEqualTo("vm.not-found");
  }

  private String command(String... words) {
    return command(0, words);
  }

  /** The program's own output. */
  private String command(int exitCode, String... words) {
    String[] line = new String[words.length + 4];
    System.arraycopy(words, 0, line, 0, words.length);
    line[words.length] = "--data-dir";
    line[words.length + 1] = data.toString();
    line[words.length + 2] = "--port";
    line[words.length + 3] = String.valueOf(provider.port());
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(Provider.run(line)).as("%s", said).isEqualTo(exitCode);
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> ask(Identity as, String method, String path) {
    return provider.send(as, method, "/api/v1/owner" + path, null);
  }

  private Identity owner() {
    return provider.bean(Identity.class);
  }

  private String instance(RentedVm vm) {
    return InstanceNames.of(provider.nodeId()).of(vm.id());
  }

  private RentedVm running(String name) {
    RentedVm made = vm(provider.post("/api/v1/vms", wanted(name)));
    awaitState(made, VmState.RUNNING);
    return made;
  }

  private void awaitState(RentedVm vm, VmState state) {
    Awaitility.await(vm.name() + " is " + state)
        .atMost(PATIENCE)
        .until(() -> provider.vm(vm.id().value()).state() == state);
  }

  private void awaitGone(RentedVm vm) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> provider.get("/api/v1/vms/" + vm.id()).statusCode() == 404);
  }
}
