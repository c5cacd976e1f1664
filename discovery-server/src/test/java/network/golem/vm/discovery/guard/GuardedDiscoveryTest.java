package network.golem.vm.discovery.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.RunningDiscovery.Answer;
import network.golem.vm.discovery.SomeProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With its limits and rules as strict as they are by default, or stricter. */
class GuardedDiscoveryTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery =
        RunningDiscovery.with(
            Map.of(
                "--rate-limit-reads",
                "5",
                "--rate-limit-writes",
                "20",
                "--rate-limit-provider",
                "2",
                "--trusted-proxies",
                "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    discovery.close();
  }

  @Test
  void oneAddressMaySearchSoOftenAndNoMore() {
    Answer first = whoami("for=192.0.2.1");
    assertThat(first.header("RateLimit-Limit")).isEqualTo("5");
    assertThat(first.header("RateLimit-Remaining")).isEqualTo("4");
    assertThat(Integer.parseInt(first.header("RateLimit-Reset"))).isBetween(1, 60);
    for (int i = 0; i < 4; i++) {
      assertThat(whoami("for=192.0.2.1").status()).isEqualTo(200);
    }
    Answer last = whoami("for=192.0.2.1");
    assertThat(last.problem()).isEqualTo("429 rate.limited");
    assertThat(last.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(last.header("Retry-After")).isEqualTo(last.body().path("retry_after").asString());
    assertThat(last.header("RateLimit-Remaining")).isEqualTo("0");
    assertThat(whoami("for=192.0.2.2").status()).as("another address").isEqualTo(200);
  }

  @Test
  void addressesOfOneIpv6NetworkShareALimit() {
    for (int i = 1; i <= 5; i++) {
      assertThat(whoami("for=\"[2001:db8::" + i + "]\"").status()).isEqualTo(200);
    }
    assertThat(whoami("for=\"[2001:db8::6]\"").status()).isEqualTo(429);
    assertThat(whoami("for=\"[2001:db8:0:1::6]\"").status()).isEqualTo(200);
  }

  @Test
  void callerIsWhoTheTrustedProxySaysItIs() {
    assertThat(whoami("for=198.51.100.9, for=192.0.2.3").body().path("ip_address").asString())
        .isEqualTo("192.0.2.3");
  }

  @Test
  void oneProviderMayAdvertiseSoOftenAndNoMore() {
    SomeProvider provider = discovery.provider("busy").at("9.9.9.9", 7466);
    assertThat(discovery.post(provider.statement()).status()).isEqualTo(201);
    assertThat(discovery.post(provider.statement()).status()).isLessThan(300);
    Answer third = discovery.post(provider.statement());
    assertThat(third.problem()).isEqualTo("429 rate.limited");
    assertThat(third.header("RateLimit-Limit")).isEqualTo("2");
    assertThat(third.header("Retry-After")).isNotEmpty();
  }

  @Test
  void nobodyUsesUpTheShareOfAnother() {
    SomeProvider victim = discovery.provider("victim").at("9.9.9.9", 7466);
    SomeProvider attacker = discovery.provider("attacker");
    for (int i = 0; i < 3; i++) {
      assertThat(discovery.post(attacker.sign(victim.advertisement())).status()).isEqualTo(403);
    }
    assertThat(discovery.post(victim.statement()).status()).isEqualTo(201);
  }

  @Test
  void privateEndpointIsRefused() {
    Answer answer = discovery.post(discovery.provider("home").at("192.168.1.7", 1).statement());
    assertThat(answer.problem()).isEqualTo("422 advertisement.private-endpoint");
  }

  @Test
  void refusedStatementsAreCountedByReason() {
    discovery.post("nonsense");
    Answer health = discovery.get("/health");
    assertThat(
            health
                .body()
                .at("/components/directory/details/refused")
                .path("advertisement.malformed")
                .asInt())
        .isPositive();
  }

  @Test
  void largeHeadersAreRefused() {
    Answer answer = discovery.get("/health", "X-Large", "x".repeat(9_000));
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void slowClientsHoldNobodyUp() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 250; i++) {
        String head =
            "POST /api/v1/advertisements HTTP/1.1\r\nHost: x\r\nForwarded: for=198.51.100."
                + i
                + "\r\n";
        slow.add(begin(head));
        slow.add(begin(head + "Content-Type: application/jose\r\nContent-Length: 100\r\n\r\nhalf"));
      }
      SomeProvider quick = discovery.provider("quick").at("9.9.9.9", 7466);
      assertThat(discovery.post(quick.statement()).status()).isEqualTo(201);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static Socket begin(String part) throws IOException {
    var url = discovery.url("/");
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static Answer whoami(String forwarded) {
    return discovery.get("/api/v1/whoami", "Forwarded", forwarded);
  }
}
