package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.IOUtils;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
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
  private SSHClient guest;

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
    backend = QemuBackend.open(directory, catalogue, images, GuestPolicy.of(GuestNetwork.ISOLATED));
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
    run(
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

  private SSHClient logIn(InetSocketAddress ssh) throws Exception {
    SSHClient client = new SSHClient(new DefaultConfig());
    client.addHostKeyVerifier(new PromiscuousVerifier());
    client.connect(ssh.getAddress(), ssh.getPort());
    client.authPublickey(
        image.defaultUser(), client.loadKeys(key.privateKey(), key.publicKey().line(), null));
    return client;
  }

  /** What the guest hears from a port; nothing where it cannot connect. */
  private String heard(String address, int port) throws Exception {
    return run("nc -w 3 %s %d </dev/null 2>/dev/null".formatted(address, port));
  }

  private String run(String line) throws Exception {
    try (Session session = guest.startSession()) {
      Session.Command command = session.exec(line);
      return IOUtils.readFully(command.getInputStream())
          .toString(StandardCharsets.US_ASCII)
          .strip();
    }
  }
}
