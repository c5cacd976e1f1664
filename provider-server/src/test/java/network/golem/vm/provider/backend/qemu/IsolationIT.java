package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Usage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real guest reaches, tried from within it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationIT {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int PORT = 8080;
  private static final int MAIL = 25;
  private static final int SUBMISSIONS = 465;
  private static final int SUBMISSION = 587;
  private static final int IOPS = 100;
  private static final int MIB_A_SECOND = 4;
  private static final int MBIT_A_SECOND = 2;
  private static final GuestPolicy POLICY =
      new GuestPolicy(
          GuestNetwork.ISOLATED, List.of(MAIL, SUBMISSIONS), IOPS, MIB_A_SECOND, MBIT_A_SECOND);

  /** Seconds. A guest without limits gets more than ten times as much in them. */
  private static final int A_WHILE = 2;

  private static final Duration A_BUSY_WHILE = Duration.ofSeconds(30);
  private static final int BLOCK = 4096;
  private static final int SSH = 22;
  private static final String QEMU_GATEWAY = "10.0.2.2";
  private static final String UPLINK_GATEWAY = "10.0.3.2";
  private static final String OF_ITS_NAMESPACE = "10.0.3.100";

  @TempDir private static Path directory;

  private final HostKey key = HostKey.generate();
  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();
  private final ImageStore images = new ImageStore(QemuBackendIT.imageDirectory());
  private final Image image = catalogue.find("tiny").orElseThrow();

  private VmBackend backend;
  private NeighbourHost neighbour;
  private ServerSocket onThisHost;
  private GuestShell guest;

  @BeforeAll
  void bootAGuestBesideANeighbour() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only root can make a neighbour");
    if (images.local(image).isEmpty()) {
      new ImageBuild(images).build(image, System.out::println);
    }
    neighbour = NeighbourHost.greetingOn(PORT, MAIL, SUBMISSIONS, SUBMISSION, Greeter.STREAM);
    onThisHost = Greeter.listen(0);
    backend = QemuBackend.open(directory, catalogue, images, POLICY);
    guest = logIn(launch("guest"));
  }

  @AfterAll
  void clearAway() throws Exception {
    if (guest != null) {
      guest.close();
    }
    if (backend != null) {
      backend.destroy("guest");
      backend.destroy("other");
      backend.destroy("third");
    }
    if (onThisHost != null) {
      onThisHost.close();
    }
    if (neighbour != null) {
      neighbour.close();
    }
  }

  @Test
  void reachesTheInternet() throws Exception {
    assertThat(heard(NeighbourHost.PUBLIC_ADDRESS, PORT)).isEqualTo(Greeter.HELLO);
    assertThat(heard(NeighbourHost.PUBLIC_ADDRESS, SUBMISSION)).isEqualTo(Greeter.HELLO);
  }

  @Test
  void whatItUsesIsCounted() throws Exception {
    Usage before = backend.usage("guest");
    guest.run(
        "dd if=/dev/urandom of=/home/%s/blob bs=1M count=8 2>/dev/null; sync"
            .formatted(image.defaultUser()));
    heard(NeighbourHost.PUBLIC_ADDRESS, PORT);
    Usage after = backend.usage("guest");
    assertThat(after.cpu()).isGreaterThan(before.cpu());
    assertThat(after.memory()).isGreaterThan(1 << 20);
    assertThat(after.diskWritten() - before.diskWritten()).isGreaterThan(8_000_000);
    assertThat(after.disk()).isGreaterThan(8_000_000);
    assertThat(after.networkReceived()).isGreaterThan(before.networkReceived());
    assertThat(after.networkSent()).isGreaterThan(before.networkSent());
  }

  @Test
  void writesToItsDiskNoFasterThanItMay() throws Exception {
    long begin = System.nanoTime();
    guest.run("dd if=/dev/zero of=/home/golem/slow bs=1M count=16 conv=fsync 2>/dev/null");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThan(Duration.ofSeconds(16 / MIB_A_SECOND - 1));
  }

  @Test
  void asksNoMoreOfItsDiskThanItMayThoughItCould() throws Exception {
    guest.run("dd if=/dev/zero of=/home/golem/many bs=1M count=8 conv=fsync 2>/dev/null");
    long reads = reads();
    assertThat(reads).isBetween(1L, most(IOPS));
    limitDisk(0, 0);
    try {
      Awaitility.await().atMost(A_BUSY_WHILE).until(() -> reads() > 2 * reads);
    } finally {
      limitDisk(IOPS, MIB_A_SECOND);
    }
  }

  private long reads() throws IOException {
    String read = "dd if=/home/golem/many bs=%d iflag=direct 2>/dev/null".formatted(BLOCK);
    return bytes(read) / BLOCK;
  }

  /** Of the guest that runs; 0 is no limit. */
  private static void limitDisk(int iops, int mibASecond) throws IOException {
    Path monitor = new InstanceDirectory(directory.resolve("guest")).monitor();
    Map<String, Object> limits = new HashMap<>(Map.of("device", "virtio0"));
    List.of("iops_rd", "iops_wr", "bps_rd", "bps_wr").forEach(each -> limits.put(each, 0));
    limits.put("iops", iops);
    limits.put("bps", mibASecond << 20);
    try (Qmp qmp = Qmp.connect(monitor)) {
      qmp.execute("block_set_io_throttle", limits);
    }
  }

  @Test
  void receivesNoFasterThanItMay() throws Exception {
    assertThat(bytes("nc %s %d </dev/null".formatted(NeighbourHost.PUBLIC_ADDRESS, Greeter.STREAM)))
        .isBetween(1L, most(MBIT_A_SECOND * 1_000_000L / 8));
  }

  @Test
  void sendsNoFasterThanItMay() throws Exception {
    long before = neighbour.received();
    bytes("nc %s %d </dev/zero".formatted(NeighbourHost.PUBLIC_ADDRESS, Greeter.STREAM));
    assertThat(neighbour.received() - before).isBetween(1L, most(MBIT_A_SECOND * 1_000_000L / 8));
  }

  /** With room for bursts, and for a busy machine on which the while is a longer one. */
  private static long most(long aSecond) {
    return 3 * aSecond * A_WHILE;
  }

  /** How many a command in the guest writes in {@link #A_WHILE}. */
  private long bytes(String command) throws IOException {
    return Long.parseLong(guest.run("timeout %d %s | wc -c".formatted(A_WHILE, command)));
  }

  @ParameterizedTest
  @ValueSource(ints = {MAIL, SUBMISSIONS})
  void reachesNoPortThatTheOwnerClosed(int port) throws Exception {
    assertThat(heardHere(NeighbourHost.PUBLIC_ADDRESS, port)).isEqualTo(Greeter.HELLO);
    assertThat(heard(NeighbourHost.PUBLIC_ADDRESS, port)).isEmpty();
  }

  @Test
  void hasNoWayOutByIpv6() throws Exception {
    assertThat(heard("::1", SSH)).as("it speaks IPv6").startsWith("SSH-");
    assertThat(heardInNamespace(NeighbourHost.PUBLIC_ADDRESS, PORT)).isEqualTo(Greeter.HELLO);
    inNamespace("ip", "-6", "route", "replace", "default", "dev", Uplink.DEVICE);

    assertIsReachedOnlyByItsHost(NeighbourHost.ULA, PORT);
    assertIsReachedOnlyByItsHost(NeighbourHost.ULA_OF_THIS_HOST, onThisHost.getLocalPort());
    String linkLocal = NeighbourHost.LINK_LOCAL + "%";
    assertThat(heardHere(linkLocal + NeighbourHost.CABLE, PORT)).isEqualTo(Greeter.HELLO);
    assertThat(heard(linkLocal + "eth0", PORT)).isEmpty();
    assertThat(heardInNamespace(linkLocal + Uplink.DEVICE, PORT)).isEmpty();
  }

  /** Not by the guest itself, nor if it had taken over the QEMU that it runs in. */
  private void assertIsReachedOnlyByItsHost(String address, int port) throws Exception {
    assertThat(heardHere(address, port)).isEqualTo(Greeter.HELLO);
    assertThat(heard(address, port)).isEmpty();
    assertThat(heardInNamespace(address, port)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {QEMU_GATEWAY, UPLINK_GATEWAY, "127.0.0.1", OF_ITS_NAMESPACE})
  void doesNotReachTheLoopbackOfItsHost(String address) throws Exception {
    assertThat(heard(address, onThisHost.getLocalPort())).isEmpty();
  }

  @Test
  void doesNotReachItsHostUnderAnyAddress() throws Exception {
    List<String> addresses =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
            .toList();
    assertThat(addresses).contains("192.168.213.1");
    for (String address : addresses) {
      assertThat(heard(address, onThisHost.getLocalPort())).as(address).isEmpty();
    }
  }

  @Test
  void doesNotReachTheLanOfItsHost() throws Exception {
    assertIsReachedOnlyByItsHost(NeighbourHost.LAN_ADDRESS, PORT);
  }

  @Test
  void doesNotReachMetadataServices() throws Exception {
    assertIsReachedOnlyByItsHost(NeighbourHost.METADATA_ADDRESS, PORT);
  }

  @Test
  void doesNotReachAnotherGuest() throws Exception {
    int port = launch("other").getPort();
    for (String address : List.of(QEMU_GATEWAY, UPLINK_GATEWAY, "192.168.213.1")) {
      assertThat(heard(address, port)).as(address).isEmpty();
    }
    assertThat(heard(OF_ITS_NAMESPACE, Firewall.SSH_PORT)).isEmpty();
  }

  @Test
  void anUplinkThatDiedIsConnectedAgain() throws Exception {
    String name = launch("third").toString();
    String qemu = Files.readString(directory.resolve("third/pid")).strip();
    ProcessHandle uplink =
        ProcessHandle.allProcesses()
            .filter(process -> commandLine(process).endsWith(qemu + " " + Uplink.DEVICE))
            .findFirst()
            .orElseThrow();
    uplink.destroyForcibly();
    uplink.onExit().join();
    assertThat(Uplink.isUp(backend.inspect("third").orElseThrow().ssh().getPort())).isFalse();

    backend.list("third");
    InetSocketAddress ssh = backend.inspect("third").orElseThrow().ssh();
    assertThat(ssh).hasToString(name);
    try (GuestShell third = logIn(ssh)) {
      assertThat(third.heard(NeighbourHost.PUBLIC_ADDRESS, PORT)).isEqualTo(Greeter.HELLO);
      assertThat(third.heard(NeighbourHost.LAN_ADDRESS, PORT)).isEmpty();
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
      return Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  @Test
  void runsAsAUserThatOwnsNothingElse() throws Exception {
    String status =
        Files.readString(
            Path.of("/proc", Files.readString(directory.resolve("guest/pid")).strip(), "status"));
    assertThat(status).containsPattern("Uid:\\s+(187|188|189)\\d{7}\\s");
    assertThat(status).containsPattern("CapBnd:\\s+0000000000000000");
    assertThat(status).containsPattern("NoNewPrivs:\\s+1").containsPattern("Seccomp:\\s+2");
  }

  private InetSocketAddress launch(String name) throws Exception {
    var config =
        new CloudConfig(
            UUID.randomUUID().toString(), new VmName(name), key, List.of(key.publicKey()));
    backend.launch(new LaunchRequest(name, image, new Resources(1, 1, 1), config), _ -> {});
    return backend.inspect(name).orElseThrow().ssh();
  }

  private GuestShell logIn(InetSocketAddress ssh) throws IOException {
    return GuestShell.logIn(ssh, image.defaultUser(), key);
  }

  private String heard(String address, int port) throws IOException {
    return guest.heard(address, port);
  }

  private static String heardHere(String address, int port) throws Exception {
    return Command.of(DEADLINE, connection(address, port)).run().stdout().strip();
  }

  private static String heardInNamespace(String address, int port) throws Exception {
    return inNamespace(connection(address, port));
  }

  private static String[] connection(String address, int port) {
    return new String[] {
      "timeout", "3", "bash", "-c", "head -n 1 </dev/tcp/%s/%d".formatted(address, port)
    };
  }

  /** What a command says in the network namespace that the guest's QEMU is in. */
  private static String inNamespace(String... command) throws Exception {
    String qemu = Files.readString(directory.resolve("guest/pid")).strip();
    List<String> line = new ArrayList<>(List.of("nsenter", "--net=/proc/" + qemu + "/ns/net"));
    line.addAll(List.of(command));
    return Command.of(DEADLINE, line.toArray(String[]::new)).run().stdout().strip();
  }
}
