package network.golem.vm.provider.advertise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a discovery that refuses. */
class DestinationTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final boolean NEWS = true;

  private HttpServer discovery;
  private Destination destination;
  private int status;
  private String retryAfter;

  @BeforeEach
  void start() throws IOException {
    discovery = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    discovery.createContext(
        "/",
        exchange -> {
          if (retryAfter != null) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    discovery.start();
    URI url = URI.create("http://127.0.0.1:" + discovery.getAddress().getPort());
    destination = new Destination(new DiscoveryClient(url), Duration.ofMinutes(4));
  }

  @AfterEach
  void stop() {
    discovery.stop(0);
  }

  @Test
  void whoHasTooMuchToDoIsLeftAloneForAsLongAsItAsks() {
    refuse(429, "37");
    assertThat(destination.due()).isEqualTo(NOW.plusSeconds(37));
    assertThat(destination.isDue(NOW.plusSeconds(36), NEWS)).isFalse();
    assertThat(destination.isDue(NOW.plusSeconds(37), NEWS)).isTrue();
  }

  @Test
  void whoIsDownForAMomentIsNotTriedBeforeThat() {
    refuse(503, "5");
    assertThat(destination.isDue(NOW.plusSeconds(4), NEWS)).isFalse();
    assertThat(destination.due()).isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void backOffGrowsWhereDiscoveryAsksForLess() {
    for (int i = 0; i < 4; i++) {
      refuse(503, "1");
    }
    assertThat(destination.due()).isEqualTo(NOW.plusSeconds(16));
  }

  @Test
  void nobodySilencesAProviderForLongerThanItsStatementLives() {
    refuse(429, "999999999");
    assertThat(destination.due()).isEqualTo(NOW.plus(Duration.ofMinutes(9)));
  }

  @Test
  void whoDoesNotSayWhenHearsOfNewsAtOnce() {
    refuse(500, null);
    assertThat(destination.isDue(NOW, NEWS)).isTrue();
    assertThat(destination.isDue(NOW, !NEWS)).isFalse();
  }

  @Test
  void dateInsteadOfSecondsIsNoReasonToFail() {
    refuse(503, "Thu, 01 Jan 2026 00:01:00 GMT");
    assertThat(destination.due()).isEqualTo(NOW.plusSeconds(2));
  }

  private void refuse(int status, String retryAfter) {
    this.status = status;
    this.retryAfter = retryAfter;
    destination.announce("statement", NOW);
  }
}
