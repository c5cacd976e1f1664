package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.problem;
import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.guest.HostKey;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On what terms an owner rents out: to whom, how much to one, and for how long. */
@Timeout(60)
class TermsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Resources SMALL = new Resources(1, 1, 10);

  private final SshServingBackend backend = new SshServingBackend();
  private @Nullable RunningProvider provider;

  @TempDir private Path data;

  @AfterEach
  void stop() {
    provider().close();
  }

  @Test
  void oneRequestorHoldsNoMoreThanItsShare() throws Exception {
    start("--max-cpu-per-requestor", "3", "--max-vms-per-requestor", "2");
    RentedVm first = vm(create("one", new Resources(2, 1, 10), null));
    Problem refused = problem(create("two", new Resources(2, 1, 10), null));
    assertThat(refused.code()).isEqualTo("limit.exceeded");
    assertThat(refused.detail())
        .isEqualTo("you would hold 4 vCPU here, and this provider gives 3 to one requestor");
    create("two", SMALL, null);
    assertThat(problem(create("three", SMALL, null)).detail()).contains("3 VMs");
    assertThat(provider().bean(Ledger.class).reserved()).isEqualTo(new Capacity(3, 2, 20));

    awaitState(first, VmState.RUNNING);
    provider().post(path(first) + "/stop", null);
    awaitState(first, VmState.STOPPED);
    var bigger = new ResizeVm(new Resources(3, 1, 10));
    assertThat(problem(provider().post(path(first) + "/resize", bigger)).code())
        .isEqualTo("limit.exceeded");
  }

  @Test
  void noMoreVmsAreMadeThanTheOwnerWants() throws IOException {
    start("--max-vms", "1");
    create("one", SMALL, null);
    Problem refused = problem(create("two", SMALL, null));
    assertThat(refused.code()).isEqualTo("resources.exhausted");
    assertThat(refused.detail()).isEqualTo("this provider has room for no more VMs: 1 is its most");
    assertThat(provider().bean(Ledger.class).free()).isEqualTo(Capacity.NONE);
  }

  @Test
  void oneRequestorCannotAskForChangesWithoutEnd() throws Exception {
    start("--operations-per-minute", "2");
    HttpResponse<String> first = create("one", SMALL, null);
    assertThat(first.headers().firstValue("RateLimit-Limit")).contains("2");
    assertThat(first.headers().firstValue("RateLimit-Remaining")).contains("1");
    create("two", SMALL, null);
    HttpResponse<String> refused = create("three", SMALL, null);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(problem(refused).code()).isEqualTo("rate.limited");
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 30);
    assertThat(provider().get("/api/v1/vms").statusCode()).isEqualTo(200);
    assertThat(provider().send(Identity.generate(), "DELETE", path(vm(first)), null).statusCode())
        .as("another requestor's allowance is its own")
        .isEqualTo(404);
  }

  @Test
  void aRequestorThatIsDeniedRentsNothing() throws IOException {
    start("--deny-requestors", RunningProvider.REQUESTOR.nodeId().value());
    assertThat(problem(create("demo", SMALL, null)).code()).isEqualTo("requestor.refused");
    assertThat(backend.instances()).isEmpty();
  }

  @Test
  void whereSomeAreAllowedOthersRentNothing() throws IOException {
    start("--allow-requestors", Identity.generate().nodeId().value());
    assertThat(problem(create("demo", SMALL, null)).code()).isEqualTo("requestor.refused");
  }

  @Test
  void aRentalWhoseTimeIsOverIsStoppedAndAfterItsGraceDestroyed() throws IOException {
    start("--expiry-grace", "600");
    RentedVm demo = running("demo", 3600L);
    Instant end = demo.expiresAt();
    assertThat(end).isEqualTo(demo.createdAt().plusSeconds(3600));

    enforce(end.minusSeconds(1));
    assertThat(state(demo)).isEqualTo(VmState.RUNNING);
    enforce(end);
    awaitState(demo, VmState.STOPPED);
    assertThat(provider().get(path(demo) + "/events").body())
        .contains(
            "its time is over: it is stopped, and will be destroyed at " + end.plusSeconds(600));

    enforce(end.plusSeconds(599));
    assertThat(state(demo)).isEqualTo(VmState.STOPPED);
    enforce(end.plusSeconds(600));
    Awaitility.await().atMost(PATIENCE).until(() -> backend.instances().isEmpty());
    assertThat(provider().bean(Ledger.class).reserved()).isEqualTo(Capacity.NONE);
  }

  @Test
  void anOwnerEndsRentalsThatWouldLastTooLong() throws IOException {
    start("--max-duration", "120");
    RentedVm asked = vm(create("asked", SMALL, 3600L));
    RentedVm endless = vm(create("endless", SMALL, null));
    RentedVm brief = vm(create("brief", SMALL, 60L));
    assertThat(asked.expiresAt()).isEqualTo(asked.createdAt().plusSeconds(120));
    assertThat(endless.expiresAt()).isEqualTo(endless.createdAt().plusSeconds(120));
    assertThat(brief.expiresAt()).isEqualTo(brief.createdAt().plusSeconds(60));
  }

  @Test
  void aRentalWithoutAnEndGoesOn() throws IOException {
    start();
    RentedVm demo = running("demo", null);
    assertThat(demo.expiresAt()).isNull();
    enforce(Instant.parse("2100-01-01T00:00:00Z"));
    assertThat(state(demo)).isEqualTo(VmState.RUNNING);
  }

  private void start(String... flags) throws IOException {
    provider = RunningProvider.start(data, backend, flags);
  }

  private RunningProvider provider() {
    if (provider == null) {
      throw new IllegalStateException("not started");
    }
    return provider;
  }

  private void enforce(Instant now) {
    provider().bean(Expiry.class).enforce(now);
  }

  private HttpResponse<String> create(String name, Resources size, @Nullable Long duration) {
    return provider()
        .post(
            "/api/v1/vms",
            new CreateVm(
                new VmName(name),
                "debian-12",
                size,
                List.of(HostKey.generate().publicKey()),
                null,
                duration));
  }

  private RentedVm running(String name, @Nullable Long duration) {
    RentedVm vm = vm(create(name, SMALL, duration));
    awaitState(vm, VmState.RUNNING);
    return vm;
  }

  private VmState state(RentedVm vm) {
    return provider().vm(vm.id().value()).state();
  }

  private void awaitState(RentedVm vm, VmState state) {
    Awaitility.await("VM " + vm.name() + " is " + state)
        .atMost(PATIENCE)
        .until(() -> state(vm) == state);
  }

  private static String path(RentedVm vm) {
    return "/api/v1/vms/" + vm.id();
  }
}
