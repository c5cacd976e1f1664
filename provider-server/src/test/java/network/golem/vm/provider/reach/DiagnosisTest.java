package network.golem.vm.provider.reach;

import static network.golem.vm.provider.reach.Reports.HOME;
import static network.golem.vm.provider.reach.Reports.WAN;
import static network.golem.vm.provider.reach.Verdict.FOREIGN;
import static network.golem.vm.provider.reach.Verdict.OPEN;
import static network.golem.vm.provider.reach.Verdict.REFUSED;
import static network.golem.vm.provider.reach.Verdict.TAKEN;
import static network.golem.vm.provider.reach.Verdict.TIMED_OUT;
import static network.golem.vm.provider.reach.Verdict.UNKNOWN;
import static network.golem.vm.provider.reach.Verdict.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

  private static final HostNetwork BEHIND_ROUTER =
      new HostNetwork(HOME, Set.of(HOME, "127.0.0.1"), Optional.empty(), Optional.empty());

  private static final HostNetwork IN_THE_OPEN =
      new HostNetwork(WAN, Set.of(WAN, "127.0.0.1"), Optional.empty(), Optional.empty());

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    assertThat(diagnosis(Reports.of(OPEN, OPEN, OPEN), BEHIND_ROUTER)).isEmpty();
  }

  @Test
  void behindARouterTheExactPortsAreForwardedToThisMachine() {
    Finding finding = only(Reports.of(REFUSED, REFUSED, REFUSED, REFUSED), BEHIND_ROUTER);
    assertThat(finding.what()).isEqualTo("from outside, TCP 7466, 50800-50802 is refused");
    assertThat(finding.meaning()).startsWith("no renter can reach this provider");
    assertThat(finding.remedies())
        .containsExactly(
            "on your router, forward TCP 7466, 50800-50802 to the same ports of 192.168.1.20, or"
                + " let --map-ports ask it to");
  }

  @Test
  void eachKindOfFailureIsAFindingOfItsOwn() {
    assertThat(diagnosis(Reports.of(OPEN, REFUSED, TIMED_OUT, UNREACHABLE, FOREIGN), IN_THE_OPEN))
        .extracting(Finding::what)
        .containsExactly(
            "from outside, TCP 50800 is refused",
            "from outside, TCP 50801 does not answer: packets get lost on the way",
            "from outside, TCP 50802 cannot be reached: a router or firewall says that there is no"
                + " way",
            "from outside, TCP 50803 is answered by something else than this provider");
  }

  @Test
  void withoutAnyGoodAccessPortNoVmCouldBeReached() {
    assertThat(only(Reports.of(OPEN, TIMED_OUT, TIMED_OUT), IN_THE_OPEN).meaning())
        .startsWith("no VM could be reached");
  }

  @Test
  void badPortThatServesAVmIsReported() {
    Report report =
        Reports.of(OPEN, Set.of(50801), Map.of(), List.of(), OPEN, TIMED_OUT, TIMED_OUT);
    assertThat(only(report, IN_THE_OPEN).meaning())
        .isEqualTo(
            "new VMs do not get these ports, 1 other is left; the renters of the VMs on 50801"
                + " cannot reach them");
  }

  @Test
  void routersOwnPageIsToldApart() {
    assertThat(only(Reports.of(FOREIGN, OPEN), BEHIND_ROUTER).remedies())
        .contains("where the router's own remote administration uses one of them, move it");
  }

  @Test
  void hostWithAPublicAddressHasNoRouterToForward() {
    assertThat(only(Reports.of(TIMED_OUT, OPEN), IN_THE_OPEN).remedies())
        .containsExactly(
            "let TCP 7466 in where this host's network is run: a firewall, or the security group of"
                + " a cloud");
  }

  @Test
  void activeFirewallIsOpenedByItsOwnCommand() {
    HostNetwork host =
        new HostNetwork(WAN, Set.of(WAN), Optional.of(new Firewall.Ufw()), Optional.empty());
    assertThat(only(Reports.of(TIMED_OUT, TIMED_OUT, TIMED_OUT), host).remedies())
        .containsExactly(
            "let them through ufw: sudo ufw allow proto tcp to any port 7466,50800:50801");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.64.0.1", "100.127.255.254"})
  void addressOfACarrierMeansThatNoForwardingHelps(String address) {
    HostNetwork host =
        new HostNetwork(address, Set.of(address), Optional.empty(), Optional.empty());
    assertThat(only(Reports.of(TIMED_OUT, OPEN), host).remedies().getFirst())
        .contains("carrier-grade NAT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.63.255.255", "100.128.0.1"})
  void neighboursOfTheCarriersRangeAreNoCarriers(String address) {
    HostNetwork host =
        new HostNetwork(address, Set.of(address), Optional.empty(), Optional.empty());
    assertThat(only(Reports.of(TIMED_OUT, OPEN), host).remedies().getFirst())
        .startsWith("on your router");
  }

  @Test
  void routerThatHasAnotherAddressThanTheOneSeenIsBehindACarrier() {
    HostNetwork host =
        new HostNetwork(HOME, Set.of(HOME), Optional.empty(), Optional.of("10.20.0.5"));
    assertThat(only(Reports.of(TIMED_OUT, OPEN), host).remedies().getFirst())
        .contains("carrier-grade NAT");
  }

  @Test
  void portInUseNamesTheProgram() {
    Map<Integer, String> holders = Map.of(50800, "nginx (process 12)", 50801, "nginx (process 12)");
    Report report = Reports.of(OPEN, Set.of(), holders, List.of(), TAKEN, TAKEN, OPEN);
    Finding finding = only(report, BEHIND_ROUTER);
    assertThat(finding.what())
        .isEqualTo("on this host, TCP 50800-50801 is in use by nginx (process 12)");
    assertThat(finding.remedies().getFirst()).contains("--port-range-start");
  }

  @Test
  void publicAddressThatIsNotTheOneSeenIsDoubted() {
    List<Finding> findings =
        Diagnosis.of(Reports.of(OPEN, OPEN), BEHIND_ROUTER, Optional.of("198.51.100.1"));
    assertThat(findings.getFirst().what())
        .isEqualTo("--public-ip is 198.51.100.1, but port checkers see this host at 203.0.113.7");
  }

  @Test
  void silentCheckerIsNoClosedPort() {
    Finding finding = only(Reports.unheard(UNKNOWN), BEHIND_ROUTER);
    assertThat(finding.what())
        .isEqualTo("the port checker http://checker does not answer: no connection");
    assertThat(finding.meaning()).startsWith("nobody has looked at the ports from outside");
  }

  private static List<Finding> diagnosis(Report report, HostNetwork host) {
    return Diagnosis.of(report, host, Optional.empty());
  }

  private static Finding only(Report report, HostNetwork host) {
    List<Finding> findings = diagnosis(report, host);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }
}
