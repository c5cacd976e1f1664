package network.golem.vm.server.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import network.golem.vm.model.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 10.0.0.1, false",
  })
  void holdsTheAddressesThatShareItsPrefix(String range, String address, boolean inside) {
    assertThat(AddressRange.parse("range", range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.local",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "::/129",
        "0x0a.0.0.1"
      })
  void whatIsNoneIsRefusedByTheNameOfItsField(String text) {
    assertThatThrownBy(() -> AddressRange.parse("trustedProxies", text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("trustedProxies");
  }

  @Test
  void addressesThatMeanAnotherHostInEachNetworkArePrivate() {
    for (String inside :
        new String[] {"192.168.1.1", "100.64.0.1", "127.0.0.1", "::1", "fd00::1"}) {
      assertThat(AddressRange.isPrivate(InetAddress.ofLiteral(inside))).as(inside).isTrue();
    }
    for (String outside : new String[] {"8.8.8.8", "100.128.0.1", "2001:db8::1"}) {
      assertThat(AddressRange.isPrivate(InetAddress.ofLiteral(outside))).as(outside).isFalse();
    }
  }
}
