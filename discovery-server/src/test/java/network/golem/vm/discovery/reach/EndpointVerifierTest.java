package network.golem.vm.discovery.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.discovery.SomeProvider;
import network.golem.vm.discovery.advertisement.Directory;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndpointVerifierTest {

  private static RunningDiscovery discovery;

  @BeforeAll
  static void start() throws IOException {
    discovery =
        RunningDiscovery.with(Map.of("--private-endpoints", "true", "--verify-endpoints", "true"));
  }

  @AfterAll
  static void stop() {
    discovery.close();
  }

  @Test
  void providerThatAnswersItselfIsMarkedReachable() throws Exception {
    SomeProvider provider = discovery.provider("answers");
    try (SSLServerSocket endpoint = endpoint(provider.identity())) {
      discovery.post(provider.at("127.0.0.1", endpoint.getLocalPort()).statement());
      Awaitility.await("the row says when it was reached")
          .until(() -> discovery.find(provider.id()).body().has("reachable_at"));
    }
    assertThat(
            discovery
                .search("filter=reachable_at%3E2026-01-01T00:00:00Z;name%3D%3Danswers")
                .body()
                .path("advertisements"))
        .hasSize(1);
  }

  @Test
  void somebodyElseAtTheEndpointProvesNothing() throws Exception {
    try (SSLServerSocket endpoint = endpoint(Identity.generate())) {
      Listing listing = listed("impostor", endpoint.getLocalPort());
      assertThatThrownBy(() -> Dial.call(listing, Duration.ofSeconds(5)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(listing.providerId());
    }
  }

  @Test
  void somebodyWhoSaysNothingIsNotWaitedForForEver() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Listing listing = listed("mute", endpoint.getLocalPort());
      assertThatThrownBy(() -> Dial.call(listing, Duration.ofMillis(200)))
          .isInstanceOf(IOException.class);
    }
  }

  private static Listing listed(String name, int port) {
    SomeProvider provider = discovery.provider(name).at("127.0.0.1", port);
    discovery.post(provider.statement());
    return discovery.bean(Directory.class).find(provider.id().value()).orElseThrow();
  }

  /** Takes handshakes until it is closed. */
  private static SSLServerSocket endpoint(Identity identity) throws Exception {
    SSLContext tls = SSLContext.getInstance(MutualTls.PROTOCOL);
    tls.init(new KeyManager[] {identity.keyManager()}, null, null);
    var socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!socket.isClosed()) {
            try (SSLSocket peer = (SSLSocket) socket.accept()) {
              peer.startHandshake();
            } catch (IOException e) {
              // that one has hung up; or it is the end
            }
          }
        });
    return socket;
  }
}
