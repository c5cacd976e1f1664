package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;
import org.junit.jupiter.api.Test;

class FirewallTest {

  @Test
  void closesThePortsThatTheOwnerSays() {
    assertThat(rules(List.of(25, 465, 587), null))
        .contains("tcp dport { 25, 465, 587 } reject with tcp reset");
    assertThat(rules(List.of(), null)).doesNotContain("tcp dport {");
  }

  @Test
  void limitsTheRateEachWayOnlyWhereTheOwnerSays() {
    assertThat(rules(List.of(25), 80))
        .contains(
            "oifname \"uplink\" limit rate over 9765 kbytes/second",
            "iifname \"uplink\" limit rate over 9765 kbytes/second");
    assertThat(rules(List.of(25), null)).doesNotContain("limit rate");
  }

  @Test
  void leavesNothingToFillIn() {
    assertThat(rules(List.of(25), 1)).doesNotContain("@RATE", "@CLOSED_", "@RESOLVER", "@SSH");
  }

  private static String rules(List<Integer> closedPorts, Integer rate) {
    return Firewall.ofThisHost(
            new GuestPolicy(GuestNetwork.ISOLATED, closedPorts, null, null, rate))
        .rules();
  }
}
