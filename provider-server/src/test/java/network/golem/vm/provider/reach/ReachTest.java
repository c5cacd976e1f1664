package network.golem.vm.provider.reach;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.model.port.PortProof;
import network.golem.vm.provider.advertise.AdvertisingObjection.ObjectionsChanged;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.port.DoorSilent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real listeners, really dialled by a port checker of this test that stands behind a firewall of
 * its own: what it is told to miss, it misses. The real one is met in the end-to-end tests.
 */
@Timeout(60)
class ReachTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Reach.Pace FAST =
      new Reach.Pace(
          Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(5));

  private final Map<Integer, String> missed = new ConcurrentHashMap<>();
  private final List<Object> events = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PublicAddress address = new PublicAddress(null, List.of());
  private final int apiPort = 7466;
  private volatile String seenAs = "203.0.113.1";
  private volatile boolean down;
  private HttpServer checker;
  private AccessPorts ports;
  private Reachability reachability;
  private Reach reach;
  private int first;

  @BeforeEach
  void listen() throws IOException {
    checker = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 5);
    checker.createContext("/check-ports", this::check);
    checker.start();
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      first = Math.min(socket.getLocalPort(), 65_000);
    }
    ports = new AccessPorts(LOOPBACK, first, first + 3);
    reachability = new Reachability(ports, false);
    PrintStream out = new PrintStream(shown, true, US_ASCII);
    reach =
        new Reach(
            new Verification(
                List.of(URI.create("http://127.0.0.1:" + checker.getAddress().getPort())),
                Identity.generate().nodeId(),
                ports,
                address),
            () -> new HostNetwork("192.168.1.20", Set.of(), Optional.empty(), Optional.empty()),
            () -> apiPort,
            ports,
            address,
            new OwnerView(out, false, () -> "all there is.", "the range"),
            reachability,
            Clock.systemUTC(),
            events::add,
            FAST);
  }

  @AfterEach
  void stop() {
    reach.stop();
    checker.stop(0);
  }

  @Test
  void objectsUntilThePortsHaveBeenLookedAt() {
    assertThat(reach.objection()).contains("its ports are being checked");
    assertThat(reachability.ports().readiness()).isEqualTo(PortsStatus.Readiness.CHECKING);
    reach.start();
    await("Provider ready: all there is.");
    assertThat(reachability.ports().readiness()).isEqualTo(PortsStatus.Readiness.READY);
    assertThat(reach.objection()).isEmpty();
    assertThat(events).hasAtLeastOneElementOfType(ObjectionsChanged.class);
  }

  @Test
  void listenersAreGoneAfterwards() throws IOException {
    reach.start();
    await("Provider ready");
    try (ServerSocket free = new ServerSocket(first, 1, LOOPBACK)) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void goesLiveByItselfOnceTheProviderPortIsOpen() {
    missed.put(apiPort, "timed_out");
    reach.start();
    await("Provider not ready");
    assertThat(reach.objection()).contains("from outside, its port 7466: timed out");
    missed.clear();
    await("Provider ready: all there is.");
    assertThat(reach.objection()).isEmpty();
  }

  @Test
  void portsFoundBadAreNotHandedOut() {
    missed.put(first, "refused");
    reach.start();
    await("Provider ready with limited capacity");
    assertThat(ports.free(Set.of())).hasValue(first + 1);
    assertThat(ports.useful()).isEqualTo(2);
  }

  @Test
  void portInUseByAnotherProgramIsNotHandedOut() throws IOException {
    try (ServerSocket _ = new ServerSocket(first + 1, 1, LOOPBACK)) {
      reach.start();
      await("limited capacity");
      assertThat(text())
          .contains("is in use by ")
          .contains("(process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void silentCheckerIsNotAClosedPort() {
    down = true;
    reach.start();
    await("Provider ready: all there is.");
    assertThat(text()).contains("external not checked").contains("503 SERVICE_UNAVAILABLE");
    assertThat(reach.objection()).isEmpty();
  }

  @Test
  void looksAgainUntilAtLeastOneCheckerHasAnswered() {
    down = true;
    reach.start();
    await("checked by 0 of 1");
    down = false;
    await("checked by 1 of 1");
  }

  @Test
  void looksAgainWhenAVmDidNotAnswer() {
    reach.start();
    await("Provider ready: all there is.");
    missed.put(first + 2, "timed_out");
    reach.lookAgain(new DoorSilent(first + 2));
    await("limited capacity");
    assertThat(ports.useful()).isEqualTo(2);
  }

  @Test
  void portOfAVmIsLeftToIt() throws IOException {
    ports.claim(first);
    try (ServerSocket door = new ServerSocket(first, 5, LOOPBACK)) {
      Thread.ofVirtual().start(() -> greet(door));
      reach.start();
      await("Provider ready: all there is.");
      assertThat(door.isClosed()).isFalse();
    }
  }

  @Test
  void addressThatChangedIsAdvertisedAnew() {
    reach.start();
    await("Provider ready: all there is.");
    assertThat(address.current()).isEqualTo("203.0.113.1");
    int before = events.size();
    seenAs = "203.0.113.2";
    reach.lookAgain(new DoorSilent(first));
    Awaitility.await().until(() -> address.current().equals("203.0.113.2"));
    Awaitility.await().until(() -> events.size() > before);
  }

  private void await(String text) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> text().contains(text));
  }

  private String text() {
    return shown.toString(US_ASCII);
  }

  private static void greet(ServerSocket door) {
    while (!door.isClosed()) {
      try (Socket client = door.accept()) {
        client.getOutputStream().write("SSH-2.0-vm\r\n".getBytes(US_ASCII));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void check(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (down) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      PortCheckRequest request = Json.MAPPER.readValue(body, PortCheckRequest.class);
      Map<Integer, PortCheckResponse.Result> results = new HashMap<>();
      request.ports().forEach(port -> results.put(port, result(request.proof(), port)));
      byte[] answer =
          Json.MAPPER.writeValueAsBytes(new PortCheckResponse(true, seenAs, results, "done"));
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private PortCheckResponse.Result result(PortCheckRequest.Proof proof, int port) {
    String error = missed.get(port);
    if (error == null && port != apiPort && !proves(proof, port)) {
      error = "foreign";
    }
    return new PortCheckResponse.Result(error == null, error);
  }

  private static boolean proves(PortCheckRequest.Proof proof, int port) {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      if (proof.sshPorts().contains(port)) {
        return new String(socket.getInputStream().readNBytes(8), US_ASCII).equals("SSH-2.0-");
      }
      String nonce = PortProof.random();
      socket.getOutputStream().write(PortProof.question(nonce).getBytes(US_ASCII));
      byte[] line = socket.getInputStream().readNBytes(PortProof.LINE_LENGTH);
      return PortProof.isAnswer(proof.key(), port, nonce, new String(line, US_ASCII));
    } catch (IOException e) {
      return false;
    }
  }
}
