package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.RunningProvider.vm;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.proxy.HostKeyProbe;
import network.golem.vm.provider.vm.GuestHost.Moment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A provider that is killed loses nothing. For each operation there is one VM at each of its steps,
 * all at the same time; the process is killed by SIGKILL there and started again. Not all
 * operations at once: so many VMs no host has the memory for.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {

  private static final String BYSTANDER = "bystander";
  private static final int PORTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Resources BIGGER = new Resources(2, 2, 20);

  enum Operation {
    CREATE,
    START,
    STOP,
    RESIZE,
    DESTROY
  }

  /** Creates that had not brought a guest up are undone, everything else is finished. */
  private static final Set<String> UNDONE = Set.of("launch:before", "launch:IMAGE", "launch:BOOT");

  /** An operation, what it leads to, and where it is cut off. */
  record Cut(Operation operation, VmState goal, List<String> steps) {

    VmState outcome(String step) {
      return UNDONE.contains(step) ? VmState.FAILED : goal;
    }

    /** Two names cannot be the same, and none may have a colon. */
    String vm(String step) {
      return this + "-" + step.replace(':', '-').toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return operation.name().toLowerCase(Locale.ROOT);
    }
  }

  static List<List<Cut>> cuts() {
    Cut create =
        new Cut(
            Operation.CREATE,
            VmState.RUNNING,
            List.of(
                "launch:before",
                "launch:IMAGE",
                "launch:BOOT",
                "launch:after",
                "inspect:before",
                "recorded"));
    Cut start =
        new Cut(
            Operation.START,
            VmState.RUNNING,
            List.of("start:before", "start:BOOT", "start:after", "inspect:before", "recorded"));
    Cut stop = new Cut(Operation.STOP, VmState.STOPPED, stepsOf("stop"));
    Cut resize = new Cut(Operation.RESIZE, VmState.STOPPED, stepsOf("resize"));
    Cut destroy = new Cut(Operation.DESTROY, VmState.GONE, stepsOf("destroy"));
    return List.of(List.of(create), List.of(start, stop), List.of(resize, destroy));
  }

  private static List<String> stepsOf(String call) {
    return List.of(call + ":before", call + ":after", "recorded");
  }

  private final Map<String, RentedVm> vms = new HashMap<>();
  private GuestHost guests;
  private ProviderProcess provider;
  private int firstPort;

  @TempDir private static Path data;

  @BeforeAll
  void start() throws Exception {
    guests = new GuestHost();
    firstPort = freePorts();
    provider = ProviderProcess.start(data, guests, firstPort);
    create(BYSTANDER);
    awaitState(BYSTANDER, VmState.RUNNING);
  }

  @AfterEach
  void destroyAllButTheBystander() throws Exception {
    guests.letGo();
    if (!provider.isAlive()) {
      provider = ProviderProcess.start(data, guests, firstPort);
    }
    List<String> names =
        vms.keySet().stream()
            .filter(name -> !name.equals(BYSTANDER) && state(name) != VmState.GONE)
            .toList();
    names.forEach(name -> provider.api().delete(path(name)));
    names.forEach(name -> awaitState(name, VmState.GONE));
  }

  @AfterAll
  void stop() throws IOException {
    provider.kill();
    guests.close();
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void nothingIsLostOrLeftWhereTheProviderIsKilledAtAnyStepOf(List<Cut> cuts) throws Exception {
    for (Cut cut : cuts) {
      for (String step : cut.steps()) {
        bringTo(cut, step);
      }
    }
    provider.kill();
    guests.letGo();
    provider = ProviderProcess.start(data, guests, firstPort);
    awaitRest();
    for (Cut cut : cuts) {
      for (String step : cut.steps()) {
        assertOutcome(cut, step);
      }
    }
    assertThat(found(BYSTANDER).access()).isEqualTo(vms.get(BYSTANDER).access());
    assertBooksAreRight();
    assertGuestsAreThoseOfTheRecords();
    assertEachRunningVmIsReachedAndNoOther();
  }

  private void bringTo(Cut cut, String step) throws InterruptedException {
    String name = cut.vm(step);
    if (cut.operation() != Operation.CREATE) {
      create(name);
      awaitState(name, VmState.RUNNING);
    }
    if (cut.operation() == Operation.START || cut.operation() == Operation.RESIZE) {
      provider.api().post(path(name) + "/stop", null);
      awaitState(name, VmState.STOPPED);
    }
    var reached = guests.hold(new Moment(name, step));
    switch (cut.operation()) {
      case CREATE -> create(name);
      case START -> provider.api().post(path(name) + "/start", null);
      case STOP -> provider.api().post(path(name) + "/stop", null);
      case RESIZE -> provider.api().post(path(name) + "/resize", new ResizeVm(BIGGER));
      case DESTROY -> provider.api().delete(path(name));
    }
    if (step.equals("recorded")) {
      awaitState(name, cut.goal());
      return;
    }
    assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(name).isTrue();
  }

  private void assertOutcome(Cut cut, String step) {
    String name = cut.vm(step);
    VmState expected = cut.outcome(step);
    assertThat(state(name)).as("%s cut off at %s", cut, step).isEqualTo(expected);
    if (expected == VmState.GONE) {
      return;
    }
    if (cut.operation() == Operation.RESIZE) {
      assertThat(found(name).resources()).as("%s cut off at %s", cut, step).isEqualTo(BIGGER);
    }
    String events = provider.api().get(path(name) + "/events").body();
    assertThat(events)
        .as("events of %s cut off at %s", cut, step)
        .contains(
            step.equals("recorded") ? "" : "the provider was restarted", "\"" + expected.wire());
  }

  private void assertBooksAreRight() {
    Capacity held =
        provider.api().vms().stream()
            .filter(vm -> vm.state() != VmState.FAILED)
            .map(RentedVm::resources)
            .reduce(Capacity.NONE, Capacity::plus, (a, _) -> a);
    var info = provider.api().info();
    assertThat(info.reserved()).isEqualTo(held);
    assertThat(info.free()).isEqualTo(new Capacity(20, 40, 400).minus(held));
  }

  private void assertGuestsAreThoseOfTheRecords() throws IOException {
    var nodeId = provider.api().nodeId();
    assertThat(guests.instances())
        .isEqualTo(
            provider.api().vms().stream()
                .filter(vm -> vm.state() != VmState.FAILED)
                .map(vm -> InstanceNames.of(nodeId).of(vm.id()))
                .collect(Collectors.toSet()));
  }

  private void assertEachRunningVmIsReachedAndNoOther() throws InterruptedException {
    var running =
        provider.api().vms().stream().filter(vm -> vm.state() == VmState.RUNNING).toList();
    assertThat(running).extracting(vm -> vm.access().port()).doesNotHaveDuplicates();
    for (RentedVm vm : running) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), vm.access().port());
      assertThat(new HostKeyProbe(address, vm.access().hostKey()).await(PATIENCE))
          .as("%s answers with its own host key", vm.name())
          .isTrue();
    }
    Set<Integer> open = running.stream().map(vm -> vm.access().port()).collect(Collectors.toSet());
    for (int port = firstPort; port < firstPort + PORTS; port++) {
      assertThat(accepts(port)).as("access port %d is open", port).isEqualTo(open.contains(port));
    }
  }

  private void create(String name) {
    vms.put(name, vm(provider.api().post("/api/v1/vms", Api.wanted(name))));
  }

  private String path(String name) {
    VmId id = vms.get(name).id();
    return "/api/v1/vms/" + id;
  }

  private RentedVm found(String name) {
    return vm(provider.api().get(path(name)));
  }

  private VmState state(String name) {
    return provider.api().get(path(name)).statusCode() == 404 ? VmState.GONE : found(name).state();
  }

  private void awaitState(String name, VmState state) {
    Awaitility.await(name + " is " + state).atMost(PATIENCE).until(() -> state(name) == state);
  }

  /** Nothing is under way any more. */
  private void awaitRest() {
    Awaitility.await("nothing is under way")
        .atMost(PATIENCE)
        .until(() -> provider.api().vms().stream().noneMatch(vm -> vm.state().isTransient()));
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Below what the system gives out by itself: a guest's server that got one of these ports would
   * be taken for a door that was left open.
   */
  private static int freePorts() {
    int first;
    do {
      first = ThreadLocalRandom.current().nextInt(20_000, 32_000);
    } while (!IntStream.range(first, first + PORTS).allMatch(CrashTest::isFree));
    return first;
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
