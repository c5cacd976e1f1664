package network.golem.vm.provider.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.golem.vm.proxy.Control;
import network.golem.vm.proxy.Limits;
import network.golem.vm.proxy.Traffic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real processes of the access proxy. A test is the client and the guest at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SshProxyTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Limits LIMITS =
      new Limits(256, 0, 0, 0, Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(10));

  @TempDir private Path directory;

  private SshProxy proxy;
  private ServerSocket guest;
  private int port;

  @BeforeEach
  void openOntoGuest() throws IOException {
    guest = new ServerSocket(0, 50, LOOPBACK);
    port = freePort();
    proxy = new SshProxy(directory, LOOPBACK, LIMITS);
    proxy.open(port, access("vm-one"));
  }

  /** Whatever a test has left running ends. */
  @AfterEach
  void end() throws IOException {
    proxy.close(port);
    proxy.close();
    try (var sockets = Files.newDirectoryStream(directory, "*.sock")) {
      for (Path socket : sockets) {
        ended(socket);
      }
    }
    guest.close();
  }

  @Test
  void aSessionOutlivesItsProviderAndNewOnesBeginWithoutIt() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      proxy.close(); // for the proxy this is as if its provider were gone
      carries(client, server);
      carriesNewConnections();
    }
  }

  @Test
  void aProviderThatComesBackTakesUpWhatIsStillWanted() throws Exception {
    int other = freePort();
    proxy.open(other, access("vm-two"));
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      proxy.close();
      proxy = new SshProxy(directory, LOOPBACK, LIMITS);
      proxy.takeUp(Map.of(port, access("vm-one")));
      carries(client, server);
      assertThat(proxy.traffic(port).map(Traffic::accepted)).contains(1L);
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(other));
    }
  }

  @Test
  void aPortIsNeverLeftToTheNextVm() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      proxy.close();
      proxy = new SshProxy(directory, LOOPBACK, LIMITS);
      proxy.takeUp(Map.of(port, access("vm-two")));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void anotherVersionTakesThePortsWhileTheOldOneEndsWhatItBegan() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      Path old = onlySocket();
      proxy.close();
      proxy = new SshProxy(directory, LOOPBACK, Limits.NONE);
      proxy.takeUp(Map.of(port, access("vm-one")));
      assertThat(Control.ask(old, "hello")).contains("state draining");
      carries(client, server);
      carriesNewConnections();
      assertThat(proxy.traffic(port).map(Traffic::accepted)).contains(2L);
      client.close();
      server.close();
      ended(old);
    }
    carriesNewConnections();
  }

  @Test
  void aVmThatIsStoppedLosesConnectionsOfOldVersionsToo() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      proxy.close();
      proxy = new SshProxy(directory, LOOPBACK, Limits.NONE);
      proxy.takeUp(Map.of(port, access("vm-one")));
      proxy.close(port);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
    }
  }

  @Test
  void aProxyThatWasKilledIsStartedAgainWithAllItsPorts() throws Exception {
    process(onlySocket()).destroyForcibly();
    Awaitility.await().ignoreExceptions().untilAsserted(this::carriesNewConnections);
  }

  @Test
  void aProxyThatDiedWithItsProviderLeavesNothingUnserved() throws Exception {
    proxy.close();
    ProcessHandle process = process(onlySocket());
    process.destroyForcibly();
    process.onExit().join();
    proxy = new SshProxy(directory, LOOPBACK, LIMITS);
    proxy.takeUp(Map.of(port, access("vm-one")));
    carriesNewConnections();
  }

  @Test
  void aProxyThatHangsIsReplaced() throws Exception {
    Duration patience = Duration.ofMillis(500);
    proxy.close();
    proxy = new SshProxy(directory, LOOPBACK, LIMITS, patience);
    proxy.takeUp(Map.of(port, access("vm-one")));
    ProcessHandle hung = process(onlySocket());
    signal("STOP", hung);
    Awaitility.await().until(() -> !hung.isAlive());
    Awaitility.await().ignoreExceptions().untilAsserted(this::carriesNewConnections);
  }

  @Test
  void aProxyThatHangsWhenItsProviderStartsIsReplaced() throws Exception {
    ProcessHandle hung = process(onlySocket());
    proxy.close();
    signal("STOP", hung);
    proxy = new SshProxy(directory, LOOPBACK, LIMITS, Duration.ofMillis(500));
    proxy.takeUp(Map.of(port, access("vm-one")));
    carriesNewConnections();
    assertThat(hung.isAlive()).isFalse();
  }

  @Test
  void whatWasCountedOnceIsNotForgottenWhenAProxyIsKilled() throws Exception {
    carriesNewConnections();
    Traffic before = traffic();
    assertThat(before.accepted()).isEqualTo(1);
    ProcessHandle process = process(onlySocket());
    process.destroyForcibly();
    process.onExit().join();
    assertThat(traffic().received()).isEqualTo(before.received());
    Awaitility.await().ignoreExceptions().untilAsserted(this::carriesNewConnections);
    Awaitility.await("the next one carries some moments before it can be asked")
        .until(() -> traffic().received() > before.received());
  }

  @Test
  void whatWasCountedOnceIsNotForgottenWhenAProxyIsReplaced() throws Exception {
    Path old = onlySocket();
    carriesNewConnections();
    proxy.close();
    proxy = new SshProxy(directory, LOOPBACK, Limits.NONE);
    proxy.takeUp(Map.of(port, access("vm-one")));
    ended(old);
    assertThat(traffic().received()).isEqualTo(1);
    carriesNewConnections();
    assertThat(traffic().received()).isEqualTo(2);
    proxy.close(port);
    proxy.open(port, access("vm-one"));
    assertThat(traffic().received()).as("of a port that was opened anew").isZero();
  }

  private Traffic traffic() {
    return proxy.traffic(port).orElseThrow();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  @Test
  void asksForTheGuestsAddressAtEachConnection() throws Exception {
    try (ServerSocket moved = new ServerSocket(0, 50, LOOPBACK)) {
      carriesNewConnections();
      proxy.open(port, new Access("vm-one", false, () -> address(moved)));
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> {
            moved.setSoTimeout(100);
            try (Socket client = connect();
                Socket server = moved.accept()) {
              carries(client, server);
            }
          });
    }
  }

  @Test
  void aClosedPortRefusesAndDropsWhatWasOpen() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
      proxy.close(port);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
      assertThat(proxy.traffic(port)).isEmpty();
    }
  }

  @Test
  void leavesNoProcessBehindThatHasNothingToServe() throws Exception {
    Path socket = onlySocket();
    proxy.close(port);
    proxy.close();
    ended(socket);
  }

  @Test
  void saysWhichPortCannotBeHad() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 50, LOOPBACK)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> proxy.open(other.getLocalPort(), access("vm-two")))
          .withMessageStartingWith("cannot listen on access port " + other.getLocalPort());
    }
  }

  @Test
  void opensManyPortsAtOnceAndSaysWhichOfThemCannotBeHad() throws Exception {
    int free = freePort();
    try (ServerSocket other = new ServerSocket(0, 50, LOOPBACK)) {
      Map<Integer, String> refusals =
          proxy.open(Map.of(free, access("vm-two"), other.getLocalPort(), access("vm-three")));
      assertThat(refusals).containsOnlyKeys(other.getLocalPort());
      assertThat(refusals.get(other.getLocalPort())).startsWith("cannot listen on access port");
    }
    try (Socket client = connect(free);
        Socket server = guest.accept()) {
      carries(client, server);
    }
    proxy.close(free);
  }

  private Access access(String owner) {
    return new Access(owner, false, () -> address(guest));
  }

  private static InetSocketAddress address(ServerSocket socket) {
    return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
  }

  private void carriesNewConnections() throws IOException {
    guest.setSoTimeout(2000);
    try (Socket client = connect();
        Socket server = guest.accept()) {
      carries(client, server);
    }
  }

  private static void carries(Socket client, Socket server) throws IOException {
    client.setSoTimeout(5000);
    server.setSoTimeout(5000);
    client.getOutputStream().write('?');
    assertThat(server.getInputStream().read()).isEqualTo('?');
    server.getOutputStream().write('!');
    assertThat(client.getInputStream().read()).isEqualTo('!');
  }

  private Path onlySocket() throws IOException {
    try (var sockets = Files.list(directory)) {
      return sockets.filter(file -> file.toString().endsWith(".sock")).findAny().orElseThrow();
    }
  }

  private static ProcessHandle process(Path socket) throws IOException {
    String pid = Control.ask(socket, "hello").get(1).substring("pid ".length());
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void ended(Path socket) {
    Awaitility.await("the access proxy ends").until(() -> !Files.exists(socket));
  }

  private Socket connect() throws IOException {
    return connect(port);
  }

  private static Socket connect(int to) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(LOOPBACK, to));
    return socket;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
