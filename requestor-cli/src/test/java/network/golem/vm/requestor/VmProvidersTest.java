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
  void saysThatSomethingElseThanDiscoveryAnswers() {
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", discovery.url() + "/other");
    String line = "no discovery service answers at " + discovery.url() + "/other";
    assertThat(fails(1, line, "vm", "providers").err()).contains("golem config set discovery-url");
    assertThat(user.types("doctor").out()).contains(line);
  }

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

  @Test
  void asksForSeveralValuesAnExpressionAnOrderAndALimit() {
    succeeds(
        "vm",
        "providers",
        "--country=se",
        "--country=NO",
        "--platform=linux/amd64",
        "--image=debian-12",
        "--where=name==lab*;cpu>=2",
        "--sort=-cpu",
        "--limit=7");
    assertThat(discovery.queries)
        .last()
        .asString()
        .isEqualTo(
            "limit=7&country=SE&country=NO&platform=linux/amd64&image=debian-12"
                + "&filter=name==lab*;cpu>=2&sort=-cpu");
  }

  @Test
  void unitesSeveralDiscoveryServicesAndKeepsTheNewestStatement() throws Exception {
    try (FakeDiscovery second = new FakeDiscovery();
        FakeProvider other = new FakeProvider()) {
      Advertisement old = lab.advertisement("lab", FREE, "debian-12");
      second.advertise(lab.identity, newer(old, new Capacity(3, 3, 30)));
      second.advertise(other.identity, other.advertisement("other", FREE, "debian-12"));
      user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", discovery.url() + "," + second.url());
      var rows = json("vm", "providers", "-o", "json", "--sort=cpu");
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0).at("/resources/cpu").asInt()).isEqualTo(3);
    }
  }

  @Test
  void saysWhichOfSeveralDiscoveryServicesFailed() throws Exception {
    FakeDiscovery gone = new FakeDiscovery();
    gone.close();
    Outcome outcome =
        succeeds("vm", "providers", "--discovery-url", gone.url() + "," + discovery.url());
    assertThat(outcome.out()).contains("lab");
    assertThat(outcome.err()).contains("warning: cannot reach discovery at " + gone.url());
  }

  private static Advertisement newer(Advertisement said, Capacity free) {
    return new Advertisement(
        said.providerId(),
        said.sequence() + 1,
        said.issuedAt(),
        said.expiresAt(),
        said.name(),
        said.ipAddress(),
        said.port(),
        said.country(),
        said.platform(),
        free,
        said.images(),
        said.version());
  }
}
