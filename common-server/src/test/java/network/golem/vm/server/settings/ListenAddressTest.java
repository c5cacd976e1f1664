package network.golem.vm.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"})
  void addressIsTaken(String address) {
    assertThat(ListenAddress.check("host", address)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "1.2.3.4.5", "256.1.1.1", "http://127.0.0.1"})
  void anythingElseIsRefused(String address) {
    assertThatThrownBy(() -> ListenAddress.check("host", address))
        .hasMessage(
            "host is '" + address + "': must be an IP address of this host, 0.0.0.0 or localhost");
  }
}
