package network.golem.vm.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class CallerNetworkTest {

  @Test
  void addressesOfIpv4AreCountedEachForItself() {
    assertThat(network("192.0.2.1")).isEqualTo(network("192.0.2.1"));
    assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
  }

  @Test
  void addressesOfIpv6AreCountedByTheir64() {
    assertThat(network("2001:db8::1")).isEqualTo(network("2001:db8::ffff:1"));
    assertThat(network("2001:db8::1")).isNotEqualTo(network("2001:db8:0:1::1"));
  }

  @Test
  void networkOfIpv6IsNoAddressOfIpv4() {
    assertThat(network("::1")).isNotEqualTo(network("0.0.0.0"));
  }

  private static CallerNetwork network(String address) {
    return CallerNetwork.of(InetAddress.ofLiteral(address));
  }
}
