package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.provider.advertise.IsolationObjection;
import network.golem.vm.provider.advertise.Standing;
import network.golem.vm.provider.backend.GuardedBackend;
import network.golem.vm.provider.owner.StatusReport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a provider tells a discovery service that only listens. */
@Timeout(60)
class AdvertisingTest {

  private final List<String> announced = new CopyOnWriteArrayList<>();
  private final List<String> withdrawn = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final SshServingBackend backend = new SshServingBackend();
  private HttpServer discovery;

  @TempDir private Path data;

  @BeforeEach
  void listen() throws IOException {
    discovery = listening(this::hear);
  }

  @AfterEach
  void stop() {
    discovery.stop(0);
  }

  @Test
  void advertisesAgainAtEachIntervalAndWithdrawsAtTheEnd() throws IOException {
    RunningProvider provider = start();
    awaitAnnounced(3);
    provider.close();
    List<Advertisement> said =
        announced.stream()
            .map(jws -> SignedStatement.verifyAdvertisement(jws, Clock.systemUTC()))
            .toList();
    assertThat(said).extracting(Advertisement::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(said).allSatisfy(one -> assertThat(one.resources().cpu()).isEqualTo(8));
    Withdrawal end = SignedStatement.verifyWithdrawal(withdrawn.getFirst(), Clock.systemUTC());
    assertThat(end.sequence()).isGreaterThan(said.getLast().sequence());
  }

  @Test
  void triesAgainWhereDiscoveryRefused() throws IOException {
    refusals.set(1);
    try (RunningProvider _ = start()) {
      awaitAnnounced(1);
    }
  }

  @Test
  void isSilentForAsLongAsADiscoveryAsksWhileAnotherHearsItAtEachInterval() throws IOException {
    AtomicInteger heard = new AtomicInteger();
    HttpServer busy =
        listening(exchange -> {
          heard.incrementAndGet();
          exchange.getResponseHeaders().add("Reannounce-After", "300");
          exchange.sendResponseHeaders(200, -1);
        });
    try (RunningProvider _ = start(url(busy) + "," + url(discovery))) {
      awaitAnnounced(4);
      assertThat(heard).hasValue(1);
    } finally {
      busy.stop(0);
    }
  }

  @Test
  void discoveryThatRefusesKeepsNoOtherFromHearingAndIsNamed() throws IOException {
    HttpServer refusing = listening(exchange -> exchange.sendResponseHeaders(503, -1));
    try (RunningProvider provider = start(url(refusing) + "," + url(discovery))) {
      awaitAnnounced(3);
      Standing standing = provider.bean(Standing.class);
      assertThat(standing.obstacle()).isNull();
      assertThat(standing.lastSent().takenBy()).containsExactly(URI.create(url(discovery)));
      assertThat(standing.lastSent().refusedBy().get(URI.create(url(refusing))))
          .startsWith("discovery at " + url(refusing) + " refused: 503");
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void whoIsRefusedForAPrivateAddressIsToldWhatToDo() throws IOException {
    HttpServer refusing =
        listening(exchange -> {
          byte[] problem =
              Json.MAPPER.writeValueAsBytes(
                  Problem.of(
                      ProblemCode.ADVERTISEMENT_PRIVATE_ENDPOINT,
                      "127.0.0.1 is not an address on the internet",
                      null));
          exchange.sendResponseHeaders(422, problem.length);
          exchange.getResponseBody().write(problem);
        });
    try (RunningProvider provider = start(url(refusing))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(provider.bean(Standing.class).obstacle())
                  .contains("127.0.0.1 is not an address on the internet; set --public-ip")
                  .contains("--private-endpoints"));
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void whyADiscoveryThatIsNotThereDoesNotAnswerIsSaidInWords() throws IOException {
    HttpServer gone = listening(this::hear);
    String nowhere = url(gone);
    gone.stop(0);
    try (RunningProvider provider = start(nowhere)) {
      // The latter where another test of this process has sent a request before.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(provider.bean(Standing.class).obstacle())
                  .startsWith("discovery at " + nowhere + " does not answer: ")
                  .matches(".*: (connection refused|no connection)"));
    }
  }

  @Test
  void countsOnAfterARestart() throws IOException {
    start().close();
    long before =
        SignedStatement.verifyWithdrawal(withdrawn.getFirst(), Clock.systemUTC()).sequence();
    announced.clear();
    try (RunningProvider _ = start()) {
      awaitAnnounced(1);
    }
    assertThat(
            SignedStatement.verifyAdvertisement(announced.getFirst(), Clock.systemUTC()).sequence())
        .isGreaterThan(before);
  }

  @Test
  void isWithdrawnWhileItsBackendIsDownAndAdvertisedAgainAfterwards() throws Exception {
    try (RunningProvider provider = start()) {
      awaitAnnounced(1);
      backend.goDown();
      for (int i = 0; i < 3; i++) {
        provider.bean(Reconciler.class).reconcile(Duration.ZERO);
      }
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !withdrawn.isEmpty());
      assertThat(provider.bean(Standing.class).obstacle()).contains("it was told to be down");
      int before = announced.size();
      backend.comeBack();
      provider.bean(GuardedBackend.class).askAgain();
      awaitAnnounced(before + 1);
      // Discovery has it before the provider has the answer.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> provider.bean(Standing.class).obstacle() == null);
    }
  }

  @Test
  void isWithdrawnWhileItsGuestsCannotBeIsolated() throws Exception {
    try (RunningProvider provider = start()) {
      awaitAnnounced(1);
      backend.open("somebody took the packet filter away");
      provider.bean(IsolationObjection.class).check();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !withdrawn.isEmpty());
      assertThat(provider.bean(Standing.class).obstacle())
          .contains("somebody took the packet filter away");
      assertThat(provider.bean(StatusReport.class).now().complaints())
          .filteredOn(complaint -> complaint.contains("isolated"))
          .singleElement()
          .asString()
          .contains("nobody can rent");
      int before = announced.size();
      backend.open(null);
      provider.bean(IsolationObjection.class).check();
      awaitAnnounced(before + 1);
    }
  }

  private static HttpServer listening(HttpHandler answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/api/v1/advertisements",
        exchange -> {
          try (exchange) {
            answer.handle(exchange);
          }
        });
    server.start();
    return server;
  }

  private static String url(HttpServer discovery) {
    return "http://127.0.0.1:" + discovery.getAddress().getPort();
  }

  private RunningProvider start() throws IOException {
    return start(url(discovery));
  }

  private RunningProvider start(String discoveries) throws IOException {
    return RunningProvider.start(
        data,
        backend,
        "--discovery-url",
        discoveries,
        "--advertisement-interval",
        "1",
        "--public-ip",
        "127.0.0.1");
  }

  private void awaitAnnounced(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> announced.size() >= count);
  }

  private void hear(HttpExchange exchange) throws IOException {
    String jws = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    if (!refused) {
      (exchange.getRequestMethod().equals("DELETE") ? withdrawn : announced).add(jws);
    }
    exchange.sendResponseHeaders(refused ? 503 : 204, -1);
  }
}
