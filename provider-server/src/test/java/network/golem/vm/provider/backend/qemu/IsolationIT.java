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
import java.util.List;
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
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;
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

  private static final int PORT = 8080;
  private static final int MAIL = 25;
  private static final int SUBMISSION = 587;
  private static final int MIB_A_SECOND = 4;
  private static final GuestPolicy POLICY =
      new GuestPolicy(GuestNetwork.ISOLATED, List.of(MAIL), null, MIB_A_SECOND, 100);
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
    neighbour = NeighbourHost.greetingOn(PORT, MAIL, SUBMISSION);
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
  void sendsNoMailByItself() throws Exception {
    assertThat(heard(NeighbourHost.PUBLIC_ADDRESS, MAIL)).isEmpty();
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
    assertThat(heard(NeighbourHost.LAN_ADDRESS, PORT)).isEmpty();
  }

  @Test
  void doesNotReachMetadataServices() throws Exception {
    assertThat(heard(NeighbourHost.METADATA_ADDRESS, PORT)).isEmpty();
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
}
