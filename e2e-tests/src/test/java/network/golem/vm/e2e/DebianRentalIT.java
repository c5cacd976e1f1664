package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
