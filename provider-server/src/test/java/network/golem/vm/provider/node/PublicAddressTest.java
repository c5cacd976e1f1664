package network.golem.vm.provider.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

  private static final URI ONE = URI.create("http://one.example");
  private static final URI TWO = URI.create("http://two.example");
  private static final URI THREE = URI.create("http://three.example");

  private final PublicAddress address = new PublicAddress(null, List.of());

  @Test
  void isWhatMostServicesSee() {
    address.heard(ONE, "203.0.113.1");
    address.heard(TWO, "198.51.100.9");
    address.heard(THREE, "198.51.100.9");
    assertThat(address.current()).isEqualTo("198.51.100.9");
  }

  @Test
  void staysWhileAnotherHasNotMore() {
    address.heard(TWO, "203.0.113.1");
    address.heard(ONE, "198.51.100.9");
    assertThat(address.current()).isEqualTo("203.0.113.1");
  }

  @Test
  void followsAServiceThatSeesAnotherThanBefore() {
    address.heard(ONE, "203.0.113.1");
    address.heard(ONE, "203.0.113.2");
    assertThat(address.current()).isEqualTo("203.0.113.2");
  }

  @Test
  void ownersWordGoesBeforeAll() {
    PublicAddress set = new PublicAddress("192.0.2.1", List.of());
    set.heard(ONE, "203.0.113.1");
    assertThat(set.current()).isEqualTo("192.0.2.1");
  }

  @Test
  void isLoopbackWhileNobodyHasSaidAnything() {
    assertThat(address.current()).isEqualTo("127.0.0.1");
  }

  @Test
  void discoveryIsAServiceLikeAnyOther() throws IOException {
    HttpServer discovery =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    discovery.createContext(
        "/api/v1/whoami",
        exchange -> {
          byte[] body = "{\"ip_address\":\"203.0.113.5\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    discovery.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + discovery.getAddress().getPort());
      PublicAddress asking = new PublicAddress(null, List.of(url));
      assertThat(asking.refresh()).isEqualTo("203.0.113.5");
      asking.heard(ONE, "198.51.100.9");
      asking.heard(TWO, "198.51.100.9");
      assertThat(asking.refresh()).isEqualTo("198.51.100.9");
    } finally {
      discovery.stop(0);
    }
  }
}
