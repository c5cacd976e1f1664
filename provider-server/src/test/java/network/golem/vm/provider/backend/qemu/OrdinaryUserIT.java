package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.process.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guest of a provider that is not root, tried from within it. */
@Timeout(120)
class OrdinaryUserIT {

  private static final int USER = 54_321;
  private static final int PORT = 8080;

  /** The device is the same; what differs is who may open it, as on a host set up for that. */
  private static final String BECOME_USER =
      """
      mknod -m 666 tun c 10 200
      mount --bind tun /dev/net/tun
      exec setpriv --reuid %1$d --regid %1$d --clear-groups --bounding-set=-all "$@"
      """
          .formatted(USER);

  private final HostKey key = HostKey.generate();
  private Path place;
  private NeighbourHost neighbour;
  private ServerSocket onThisHost;
  private Process provider;

  @BeforeEach
  void giveAnotherUserAllThatItNeeds() throws Exception {
    assumeTrue(Confinement.isRoot(), "only root can become somebody else");
    neighbour = NeighbourHost.greetingOn(PORT);
    onThisHost = Greeter.listen(0);
    place = Files.createTempDirectory("gu");
    Files.createDirectories(place.resolve("vms"));
    Files.createDirectories(place.resolve("images"));
    Files.createDirectories(place.resolve("classes"));
    Path images = QemuBackendIT.imageDirectory();
    ImageStore store = new ImageStore(images);
    var tiny = ImageCatalogue.builtIn().find("tiny").orElseThrow();
    if (store.local(tiny).isEmpty()) {
      new ImageBuild(store).build(tiny, System.out::println);
    }
    copy(images.resolve("tiny"), place.resolve("images/tiny"));
    provider = start(classPath());
  }

  @AfterEach
  void clearAway() throws Exception {
    if (provider != null) {
      provider.getOutputStream().close();
      provider.waitFor();
    }
    if (onThisHost != null) {
      onThisHost.close();
    }
    if (neighbour != null) {
      neighbour.close();
    }
    if (place != null) {
      Command.of(Duration.ofSeconds(20), "rm", "-rf", place.toString()).runOrThrow();
    }
  }

  @Test
  void reachesTheInternetButNotItsHostAndItsNetworks() throws Exception {
    BufferedReader output = provider.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("ready ")) {
      System.out.println(line);
      line = output.readLine();
    }
    String[] ready = String.valueOf(line).split(" ", 3);
    var ssh = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready[1]));
    try (GuestShell guest = GuestShell.logIn(ssh, "golem", key, new SshPublicKey(ready[2]))) {
      assertThat(guest.heard(NeighbourHost.PUBLIC_ADDRESS, PORT)).isEqualTo(Greeter.HELLO);
      assertThat(guest.heard(NeighbourHost.LAN_ADDRESS, PORT)).isEmpty();
      assertThat(guest.heard(NeighbourHost.METADATA_ADDRESS, PORT)).isEmpty();
      for (String host : List.of("10.0.2.2", "10.0.3.2", "192.168.213.1")) {
        assertThat(guest.heard(host, onThisHost.getLocalPort())).as(host).isEmpty();
      }
    }
    Path pid = place.resolve("vms/guest/pid");
    assertThat(Path.of("/proc", Files.readString(pid).strip(), "status"))
        .content()
        .containsPattern("Uid:\\s+" + USER + "\\s")
        .containsPattern("CapEff:\\s+0000000000000000")
        .containsPattern("CapBnd:\\s+0000000000000000");
  }

  private Process start(String classPath) throws Exception {
    Command.of(Duration.ofSeconds(20), "chown", "-R", USER + ":" + USER, place.toString())
        .runOrThrow();
    String java = ProcessHandle.current().info().command().orElseThrow();
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-e", "-c", BECOME_USER, "golem"));
    command.addAll(List.of(java, "-cp", classPath, OrdinaryHost.class.getName()));
    command.addAll(
        List.of(
            place.resolve("vms").toString(),
            place.resolve("images").toString(),
            key.publicKey().line()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", place.toString());
    return builder.start();
  }

  /** Copied, since another user may not walk to where it is. */
  private String classPath() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        Path to = place.resolve("classes").resolve(copies.size() + "-" + from.getFileName());
        copy(from, to);
        copies.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
