package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One whole rental with the image of the quick start: a real Debian with systemd. */
class DebianRentalIT {

  @TempDir private Path directory;

  @Test
  void rentsADebianMachineAndGivesItBack() throws IOException {
    try (Network network = Network.start(directory, "debian-12")) {
      Requestor alice = network.requestor("alice");
      alice
          .golem(
              "vm",
              "create",
              "web",
              "--image",
              "debian-12",
              "--cpu",
              "2",
              "--memory",
              "1",
              "--storage",
              "10")
          .succeeded();
      assertThat(alice.inVm("web", ". /etc/os-release; echo $ID $VERSION_ID; whoami; sudo id -u"))
          .isEqualTo("debian 12\ndebian\n0");
      assertThat(alice.inVm("web", "df --output=size -BG / | tail -1").strip()).isIn("9G", "10G");

      usesItAsAnyHost(alice);

      assertThat(seedsIn(directory.resolve("p/vms")))
          .isNotEmpty()
          .noneMatch(DebianRentalIT::holdsAPrivateKey);
      alice.golem("vm", "stop", "web").succeeded();
      alice.golem("vm", "start", "web").succeeded();
      assertThat(alice.inVm("web", "hostname")).isEqualTo("web");

      alice.golem("vm", "destroy", "web", "--yes").succeeded();
      assertThat(alice.golem("vm", "list", "--output", "json").json()).isEmpty();
    }
  }

  private void usesItAsAnyHost(Requestor alice) throws IOException {
    String words = "it's \"one\" $HOME";
    assertThat(alice.golem("vm", "exec", "web", "--", "printf", "%s", words).succeeded())
        .isEqualTo(words);
    assertThat(alice.golem("vm", "exec", "web", "--", "sh", "-c", "exit 42").exitCode())
        .isEqualTo(42);

    Path site = Files.createDirectories(directory.resolve("site/inner"));
    Path script = Files.writeString(site.resolve("run"), "#!/bin/sh\necho it runs\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    alice.golem("vm", "cp", directory.resolve("site").toString(), "web:").succeeded();
    assertThat(alice.inVm("web", "stat -c %a site/inner/run; site/inner/run"))
        .isEqualTo("750\nit runs");
    alice.golem("vm", "cp", "web:site", directory.resolve("back").toString()).succeeded();
    assertThat(directory.resolve("back/inner/run")).hasSameTextualContentAs(script);

    int port = Network.freePort();
    Process forward = alice.started("vm", "forward", "web", port + ":22");
    try {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> greets(port));
    } finally {
      forward.destroy();
    }

    alice.golem("vm", "ssh-config").succeeded();
    Process plain =
        new ProcessBuilder(
                "ssh",
                "-F",
                alice.home().resolve(".ssh/config").toString(),
                "-o",
                "BatchMode=yes",
                "web.golem",
                "hostname")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = plain.getInputStream()) {
      assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("web\n");
    }
  }

  private static boolean greets(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)
          .equals("SSH-");
    } catch (IOException e) {
      return false;
    }
  }

  /** What guests are told of themselves, as it lies on their host. */
  private static List<Path> seedsIn(Path vms) throws IOException {
    try (var files = Files.walk(vms)) {
      return files.filter(file -> file.getFileName().toString().startsWith("seed")).toList();
    }
  }

  private static boolean holdsAPrivateKey(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
