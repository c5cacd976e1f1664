package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real provider at home behind a real router, looked at by a real port checker outside. */
class ReachIT {

  private static final String PORTS = "7466, 50800-50804";

  @TempDir private Path directory;

  private Neighbourhood neighbourhood;
  private Server portChecker;

  @BeforeEach
  void build() {
    assumeTrue(
        Neighbourhood.isPossible(),
        "skipped: needs root, unshare, nsenter, ip and nft, to make network namespaces");
    neighbourhood = new Neighbourhood();
    portChecker =
        neighbourhood.onInternet(
            Program.PORT_CHECKER, directory.resolve("port-checker.log"), Map.of());
  }

  @AfterEach
  void takeDown() throws InterruptedException {
    if (neighbourhood != null) {
      if (portChecker != null) {
        portChecker.close();
      }
      neighbourhood.close();
    }
  }

  @Test
  void saysWhatToForwardAndGoesLiveOnceTheRouterDoes() throws Exception {
    try (Server _ = provider(Map.of())) {
      awaitLine("Provider not ready");
      assertThat(log())
          .contains("external refused   (checked by 1 of 1)")
          .contains("on your router, forward TCP " + PORTS + " to the same ports of 192.168.77.2");
      neighbourhood.forward(PORTS);
      awaitLine("Provider ready: up to");
      assertThat(log()).contains("local 5/5   external 5/5");
    }
  }

  @Test
  void commandThatItNamesOpensTheFirewallOfItsHost() throws Exception {
    neighbourhood.forward(PORTS);
    neighbourhood.atHome(
        "nft 'add table inet fw; add chain inet fw in { type filter hook input priority 0; policy"
            + " drop; }; add rule inet fw in ct state established,related accept; add rule inet fw"
            + " in iif lo accept'");
    try (Server _ = provider(Map.of())) {
      awaitLine("Provider not ready");
      String remedy = "let them through nftables: ";
      assertThat(log()).contains("does not answer: packets get lost on the way").contains(remedy);
      String line = log().lines().filter(one -> one.contains(remedy)).findFirst().orElseThrow();
      neighbourhood.atHome(line.substring(line.indexOf(remedy) + remedy.length()));
      awaitLine("Provider ready: up to");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPnP", "NAT-PMP"})
  void routerIsAskedToForwardAndToldWhenItIsOver(String protocol) throws Exception {
    for (String program : new String[] {"miniupnpd", "upnpc", "natpmpc"}) {
      assumeTrue(Neighbourhood.has(program), "skipped: needs " + program);
    }
    neighbourhood.takeWishes(directory, protocol.equals("UPnP"));
    try (Server _ = provider(Map.of("GOLEM_PROVIDER_MAP_PORTS", "true"))) {
      awaitLine("Provider ready: up to");
      assertThat(log()).contains("the router at 9.9.9.2 forwards all 6 ports by " + protocol);
      assertThat(neighbourhood.askedForwarding()).contains("50804");
    }
    assertThat(neighbourhood.askedForwarding()).doesNotContain("508").doesNotContain("7466");
  }

  private Server provider(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("GOLEM_PROVIDER_DATA_DIR", directory.resolve("p").toString());
    environment.put("GOLEM_PROVIDER_BACKEND", "qemu");
    environment.put("GOLEM_PROVIDER_GUEST_NETWORK", "none");
    environment.put("GOLEM_PROVIDER_PORT_RANGE_END", "50805");
    environment.put("GOLEM_PROVIDER_DISCOVERY_URL", "");
    environment.put(
        "GOLEM_PROVIDER_PORT_CHECK_SERVERS", "http://" + Neighbourhood.INTERNET + ":9000");
    return neighbourhood.atHome(Program.PROVIDER, directory.resolve("provider.log"), environment);
  }

  private void awaitLine(String text) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> log().contains(text));
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("provider.log"));
  }
}
