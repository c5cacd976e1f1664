package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The life of a rental, told in order: each test goes on from where the one before left off, since
 * every boot costs seconds. With the smallest guest that has a real kernel and a real OpenSSH
 * server.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TinyRentalIT {

  /** Bytes that take an emulated guest a moment. */
  private static final long ENOUGH = 512 * 1024;

  private static final String MARK = "written before the stop";

  @TempDir private static Path directory;

  private static Network network;
  private static Requestor alice;
  private static Requestor bob;
  private static JsonNode first;

  @BeforeAll
  static void startNetwork() {
    network = Network.start(directory, "tiny");
    alice = network.requestor("alice");
    bob = network.requestor("bob");
  }

  @AfterAll
  static void stopNetwork() {
    network.close();
  }

  @Test
  @Order(1)
  void findsTheProviderAndWhatItHas() {
    JsonNode providers = alice.golem("vm", "providers", "--output", "json").json();
    assertThat(providers).hasSize(1);
    assertThat(providers.get(0).path("name").asString()).isEqualTo("e2e");
    assertThat(providers.get(0).path("resources").path("cpu").asInt()).isEqualTo(4);
    assertThat(alice.golem("vm", "providers", "--cpu", "64", "--output", "json").json()).isEmpty();
    assertThat(alice.golem("vm", "providers", "--country", "SE", "--output", "json").json())
        .hasSize(1);
  }

  @Test
  @Order(2)
  void createsAVmAndRunsACommandInIt() {
    alice
        .golem(
            "vm",
            "create",
            "demo",
            "--image",
            "tiny",
            "--cpu",
            "1",
            "--memory",
            "1",
            "--storage",
            "10")
        .succeeded();
    assertThat(alice.inVm("demo", "uname -s; hostname; whoami")).isEqualTo("Linux\ndemo\ngolem");
    first = info("demo");
    assertThat(first.path("state").asString()).isEqualTo("running");
  }

  @Test
  @Order(3)
  void passesTheRemoteExitStatusOn() {
    for (String ssh : List.of("system", "builtin")) {
      String[] command = {"vm", "ssh", "--ssh", ssh, "demo", "--", "exit 7"};
      assertThat(alice.golem(command).exitCode()).as(ssh).isEqualTo(7);
    }
  }

  @Test
  @Order(3)
  void copiesFilesBothWaysWithEitherSsh() throws IOException {
    for (String ssh : List.of("system", "builtin")) {
      Path file = Files.writeString(alice.home().resolve("sent"), ssh);
      alice.golem("vm", "cp", "--ssh", ssh, file.toString(), "demo:there").succeeded();
      Path back = alice.home().resolve("back-" + ssh);
      alice.golem("vm", "cp", "--ssh", ssh, "demo:there", back.toString()).succeeded();
      assertThat(back).hasContent(ssh);
    }
  }

  @Test
  @Order(4)
  void freeResourcesAreWhatIsLeft() {
    JsonNode resources = provider().path("resources");
    assertThat(
            List.of(
                resources.path("cpu").asInt(),
                resources.path("memory").asInt(),
                resources.path("storage").asInt()))
        .containsExactly(3, 3, 50);
  }

  @Test
  @Order(5)
  void aGuestReachesNeitherItsHostNorTheHostsNetwork() {
    String probe =
        "for a in 10.0.2.2 127.0.0.1 10.0.2.3; do timeout 5 bash -c \"exec 3<>/dev/tcp/$a/"
            + network.portCheckerPort()
            + "\" 2>/dev/null && echo reached $a; done; echo done";
    assertThat(alice.inVm("demo", probe)).isEqualTo("done");
  }

  @Test
  @Order(6)
  void aStoppedAndStartedVmHasItsFilesItsPortAndItsHostKey() {
    alice.inVm("demo", "echo '" + MARK + "' > mark; sync");
    alice.golem("vm", "stop", "demo").succeeded();
    assertThat(info("demo").path("state").asString()).isEqualTo("stopped");
    assertThat(accepts(port(first))).isFalse();
    alice.golem("vm", "start", "demo").succeeded();
    JsonNode again = info("demo");
    assertThat(again.path("access")).isEqualTo(first.path("access"));
    assertThat(alice.inVm("demo", "cat mark")).isEqualTo(MARK);
  }

  @Test
  @Order(7)
  void aProviderThatWasKilledFindsItsVmsAgainWithoutRebootingThem() {
    String boot = alice.inVm("demo", "cat /proc/sys/kernel/random/boot_id");
    network.killProvider();
    assertThat(alice.golem("vm", "info", "demo").exitCode()).as("unreachable provider").isIn(0, 5);
    network.startProvider();
    assertThat(info("demo").path("state").asString()).isEqualTo("running");
    assertThat(info("demo").path("access")).isEqualTo(first.path("access"));
    assertThat(alice.inVm("demo", "cat /proc/sys/kernel/random/boot_id; cat mark"))
        .isEqualTo(boot + "\n" + MARK);
  }

  @Test
  @Order(8)
  void sessionsGoOnWhileTheProviderIsKilledAndItsAccessProxyReplaced() throws Exception {
    Transfer transfer = new Transfer(alice.piped("vm", "ssh", "demo", "--", "cat"));
    transfer.awaitMore(ENOUGH);
    network.killProvider();
    transfer.awaitMore(ENOUGH);
    assertThat(alice.inVm("demo", "hostname")).as("a new session meanwhile").isEqualTo("demo");
    network.startProvider();
    transfer.awaitMore(ENOUGH);
    network.killProvider();
    network.startProvider(Map.of("GOLEM_PROVIDER_ACCESS_BAN", "60")); // so the proxy is another
    assertThat(accessProxies()).hasSize(2);
    transfer.awaitMore(ENOUGH);
    assertThat(alice.inVm("demo", "hostname")).as("by the new proxy").isEqualTo("demo");
    JsonNode stats = alice.golem("vm", "stats", "demo", "--output", "json").json();
    assertThat(stats.path("access_sent").asLong()).isGreaterThan(4 * ENOUGH);
    Transfer.Checksums checksums = transfer.end();
    assertThat(checksums.returned()).isEqualTo(checksums.sent());
    assertThat(checksums.exitCode()).isZero();
    Awaitility.await("the old proxy ends").until(() -> accessProxies().size() == 1);
  }

  private static List<Path> accessProxies() throws IOException {
    try (var files = Files.list(network.providerData().resolve("proxy"))) {
      return files.filter(file -> file.toString().endsWith(".sock")).toList();
    }
  }

  @Test
  @Order(9)
  void aSecondVmLivesBesideTheFirst() {
    alice
        .golem(
            "vm",
            "create",
            "second",
            "--image",
            "tiny",
            "--cpu",
            "1",
            "--memory",
            "1",
            "--storage",
            "10")
        .succeeded();
    assertThat(alice.inVm("second", "hostname")).isEqualTo("second");
    assertThat(alice.inVm("demo", "hostname")).isEqualTo("demo");
    assertThat(port(info("second"))).isNotEqualTo(port(first));
    assertThat(info("second").path("access").path("host_key"))
        .isNotEqualTo(first.path("access").path("host_key"));
  }

  @Test
  @Order(10)
  void anotherRequestorSeesAndReachesNothing() {
    assertThat(bob.golem("vm", "list", "--output", "json").json()).isEmpty();
    assertThat(bob.golem("vm", "ssh", "demo", "--", "true").exitCode()).isEqualTo(3);
    assertThat(bob.golem("vm", "stop", "demo").exitCode()).isEqualTo(3);
    bob.golem("vm", "destroy", "demo", "--yes").succeeded(); // there is none: as if destroyed
    assertThat(alice.inVm("demo", "hostname")).isEqualTo("demo");
  }

  @Test
  @Order(11)
  void aFullProviderSaysWhatIsFree() {
    var refused =
        bob.golem(
            "vm",
            "create",
            "greedy",
            "--provider",
            "e2e",
            "--image",
            "tiny",
            "--cpu",
            "3",
            "--memory",
            "1",
            "--storage",
            "10");
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("2 vCPU");
  }

  @Test
  @Order(12)
  void destroyingLeavesNothingBehind() throws IOException {
    int port = port(first);
    alice.golem("vm", "destroy", "demo", "--yes").succeeded();
    alice.golem("vm", "destroy", "second", "--yes").succeeded();
    assertThat(accepts(port)).isFalse();
    assertThat(alice.golem("vm", "list", "--output", "json").json()).isEmpty();
    try (var left = Files.list(network.providerData().resolve("vms"))) {
      assertThat(left).isEmpty();
    }
    assertThat(provider().path("resources").path("cpu").asInt()).isEqualTo(4);
  }

  @Test
  @Order(13)
  void aProviderThatStopsIsNoLongerFound() {
    network.stopProvider();
    assertThat(alice.golem("vm", "providers", "--output", "json").json()).isEmpty();
    network.startProvider();
    assertThat(alice.golem("vm", "providers", "--output", "json").json()).hasSize(1);
  }

  private static JsonNode info(String name) {
    return alice.golem("vm", "info", name, "--output", "json").json();
  }

  private static JsonNode provider() {
    return alice.golem("vm", "providers", "--output", "json").json().get(0);
  }

  private static int port(JsonNode vm) {
    return vm.path("access").path("port").asInt();
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
