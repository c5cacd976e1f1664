package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One whole rental with the image of the quick start: a real Debian with systemd. */
class DebianRentalIT {

  @TempDir private Path directory;

  @Test
  void rentsADebianMachineAndGivesItBack() {
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
      alice.golem("vm", "destroy", "web", "--yes").succeeded();
      assertThat(alice.golem("vm", "list", "--output", "json").json()).isEmpty();
    }
  }
}
