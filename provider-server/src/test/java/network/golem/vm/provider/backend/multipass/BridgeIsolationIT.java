package network.golem.vm.provider.backend.multipass;

import static network.golem.vm.provider.backend.multipass.BridgeNetwork.onHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.provider.backend.qemu.Greeter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reached from a guest's place on a bridge of Multipass's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BridgeIsolationIT {

  private static final int PORT = 8080;
  private static final int NAMES = 53;
  private static final int MAIL = 25;
  private static final int SUBMISSION = 587;

  private BridgeNetwork network;

  @BeforeAll
  void build() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only root can make network namespaces");
    network = BridgeNetwork.withPorts(PORT, NAMES, MAIL, SUBMISSION);
    // All that is refused below is there to be reached.
    assertReaches(BridgeNetwork.BRIDGE_ADDRESS, PORT);
    assertReaches(BridgeNetwork.LAN, PORT);
    assertReaches(BridgeNetwork.OTHER_GUEST, PORT);
    assertReaches(BridgeNetwork.METADATA, PORT);
    assertReaches(BridgeNetwork.INTERNET, MAIL);
  }

  @AfterAll
  void clearAway() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  @BeforeEach
  void isolate() throws Exception {
    assertThat(network.check()).isEqualTo("proved");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BridgeNetwork.BRIDGE_ADDRESS,
        BridgeNetwork.HOST_ON_LAN,
        BridgeNetwork.LAN,
        BridgeNetwork.METADATA,
        BridgeNetwork.OTHER_GUEST
      })
  void doesNotReachItsHostAndWhatIsBesideIt(String address) throws Exception {
    assertThat(network.heardByGuest(address, PORT)).isEmpty();
  }

  @Test
  void reachesTheInternetButSendsNoMail() throws Exception {
    assertReaches(BridgeNetwork.INTERNET, PORT);
    assertReaches(BridgeNetwork.INTERNET, SUBMISSION);
    assertThat(network.heardByGuest(BridgeNetwork.INTERNET, MAIL)).isEmpty();
  }

  @Test
  void asksTheBridgeForNamesAndIsReachedByItsHost() throws Exception {
    assertReaches(BridgeNetwork.BRIDGE_ADDRESS, NAMES);
    assertThat(network.heardByGuest(BridgeNetwork.HOST_ON_LAN, NAMES)).isEmpty();
    assertThat(network.heardByHost(BridgeNetwork.OTHER_GUEST, PORT)).isEqualTo(Greeter.HELLO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nft delete table inet golem_multipass",
        "nft delete table bridge golem_multipass",
        "nft flush chain inet golem_multipass input",
        "nft insert rule inet golem_multipass forward accept"
      })
  void whatSomebodyChangedIsPutBack(String change) throws Exception {
    onHost(change);
    assertThat(network.check()).isEqualTo("proved");
    assertThat(network.heardByGuest(BridgeNetwork.BRIDGE_ADDRESS, PORT)).isEmpty();
    assertThat(network.heardByGuest(BridgeNetwork.LAN, PORT)).isEmpty();
    if (change.contains("bridge")) {
      assertThat(network.heardByGuest(BridgeNetwork.OTHER_GUEST, PORT)).isEmpty();
    }
  }

  @Test
  void aNetworkThatTheHostJoinsLaterIsClosedToo() throws Exception {
    onHost("ip addr add 45.45.45.1/24 dev lan");
    try {
      assertThat(network.check()).isEqualTo("proved");
      assertThat(network.heardByGuest(BridgeNetwork.INTERNET, PORT)).isEmpty();
    } finally {
      onHost("ip addr del 45.45.45.1/24 dev lan");
    }
  }

  @Test
  void anAttemptThatGetsNoAnswerProvesNothing() throws Exception {
    onHost("ip link set mpqemubr0 down");
    onHost("nft delete table inet golem_multipass");
    try {
      assertThat(network.check()).contains("this host was silent");
    } finally {
      onHost("ip link set mpqemubr0 up");
    }
  }

  @Test
  void whereItMayNotFilterItSaysWhatToDo() throws Exception {
    assertThat(network.checkWithout("net_admin")).contains("AmbientCapabilities=CAP_NET_ADMIN");
  }

  @Test
  void whereThereIsNoBridgeItSaysSo() throws Exception {
    onHost("ip link set mpqemubr0 name other");
    try {
      assertThat(network.check()).contains("there is no bridge mpqemubr0");
    } finally {
      onHost("ip link set other name mpqemubr0");
    }
  }

  private void assertReaches(String address, int port) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(network.heardByGuest(address, port)).isEqualTo(Greeter.HELLO));
  }
}
