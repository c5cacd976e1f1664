package network.golem.vm.portchecker.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.settings.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Addresses that no test can really come from. */
class CallersTest {

  private final Callers callers =
      new Callers(
          new PortCheckerSettings(
              "::",
              0,
              3,
              1,
              5,
              1024,
              20,
              List.of("203.0.113.0/24", "192.168.1.1"),
              LogFormat.TEXT,
              "off"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.31.255.1",
        "192.168.0.1",
        "169.254.169.254",
        "127.0.0.1",
        "100.64.0.1",
        "::1",
        "fd00::1",
        "fe80::1",
        "::ffff:10.0.0.1"
      })
  void proxyInTheOpenCannotSendTheCheckerIntoPrivateNetworks(String inside) {
    assertThatThrownBy(() -> callers.of(request("203.0.113.7", inside)))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("the proxy says that the request came from ");
  }

  @Test
  void proxyInAPrivateNetworkHasCallersThere() {
    assertThat(callers.of(request("192.168.1.1", "192.168.1.20")).getHostAddress())
        .isEqualTo("192.168.1.20");
  }

  @Test
  void callerThatIsInAPrivateNetworkItselfIsDialledThere() {
    assertThat(callers.of(request("10.0.0.9", null)).getHostAddress()).isEqualTo("10.0.0.9");
  }

  @Test
  void mappedCallerOfAProxyIsAnIpv4Caller() {
    assertThat(callers.of(request("203.0.113.7", "::ffff:8.8.8.8")).getHostAddress())
        .isEqualTo("8.8.8.8");
  }

  private static MockHttpServletRequest request(String peer, String forwarded) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    if (forwarded != null) {
      request.addHeader("X-Forwarded-For", forwarded);
    }
    return request;
  }
}
