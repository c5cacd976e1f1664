package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.Test;

class VmProvidersTest extends RentalTestBed {

  @Test
  void showsWhatProvidersHaveSigned() {
    assertThat(succeeds("vm", "providers").out().lines())
        .hasSize(2)
        .last()
        .asString()
        .matches(
            lab.identity.nodeId().abbreviated()
                + "  lab +SE +4 +8 GiB +100 GiB +linux/amd64  debian-12,ubuntu-24.04  127.0.0.1:"
                + lab.port());
  }

  @Test
  void showsTheStatementAndNotWhatDiscoverySaysOfIt() {
    discovery.rows.clear();
    Advertisement small = lab.advertisement("lab", new Capacity(1, 1, 10), "debian-12");
    Advertisement large = lab.advertisement("lab", new Capacity(64, 1, 10), "debian-12");
    discovery.row(large, SignedStatement.sign(lab.identity, small));
    assertThat(json("vm", "providers", "-o", "json").get(0).at("/resources/cpu").asInt())
        .isEqualTo(1);
  }

  @Test
  void leavesOutForgedStatementsWithAWarning() {
    Advertisement forged = lab.advertisement("forged", FREE, "debian-12");
    discovery.row(forged, SignedStatement.sign(Identity.generate(), forged));
    Outcome outcome = succeeds("vm", "providers");
    assertThat(outcome.out()).doesNotContain("forged");
    assertThat(outcome.err())
        .contains("warning: left out provider " + lab.identity.nodeId())
        .contains("signed it");
  }

  @Test
  void readsAllPages() throws Exception {
    try (FakeProvider other = new FakeProvider()) {
      discovery.advertise(other.identity, other.advertisement("other", FREE, "debian-12"));
      assertThat(json("-o", "json", "vm", "providers")).hasSize(2);
    }
  }

  @Test
  void asksForAndKeepsOnlyWhatWasAskedFor() {
    Outcome outcome =
        succeeds("vm", "providers", "--cpu", "8", "--memory=2", "--storage=3", "--country=se");
    assertThat(discovery.queries).last().asString().contains("cpu=8&memory=2&storage=3&country=SE");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEqualToIgnoringNewLines("No provider fits.");
  }

  @Test
  void saysInOneLineThatDiscoveryIsUnreachable() {
    discovery.close();
    Outcome outcome =
        fails(
            5,
            "cannot reach discovery at " + discovery.url() + ": connection refused",
            "vm",
            "providers");
    assertThat(outcome.err()).contains("hint: ").contains("--discovery-url");
  }
}
