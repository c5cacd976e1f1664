package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.Size;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two providers, of which the one named snug fits best. */
class ProviderFailoverTest extends RentalTestBed {

  private FakeProvider snug;

  @BeforeEach
  void addSecondProvider() throws Exception {
    snug = new FakeProvider();
    discovery.advertise(
        snug.identity, snug.advertisement("snug", new Capacity(1, 1, 10), "debian-12"));
  }

  @AfterEach
  void closeSecondProvider() {
    snug.close();
  }

  @Test
  void asksTheNextProviderWhenTheFirstRefuses() throws Exception {
    snug.refusal = Problem.of(ProblemCode.LIMIT_EXCEEDED, "you have enough", null);
    Outcome outcome = succeeds("vm", "create", "demo");
    assertThat(outcome.err()).contains("warning: you have enough; asking lab instead");
    assertThat(lab.created.image()).isEqualTo("ubuntu-24.04");
    assertThat(recorded("demo").at("/provider/name").asString()).isEqualTo("lab");
  }

  @Test
  void leavesAnUnreachableProviderForLast() {
    snug.close();
    assertThat(succeeds("vm", "create", "demo").err()).contains("Chose provider lab");
  }

  @Test
  void asksAllWithTheSameKeyAndTellsTheLastRefusal() {
    snug.refusal = Problem.of(ProblemCode.HOST_OVERLOADED, "too busy", null);
    lab.refusal = Problem.of(ProblemCode.RESOURCES_EXHAUSTED, "all taken", null);
    fails(4, "all taken", "vm", "create", "demo");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void asksNobodyElseWhenItIsUnclearWhatTheFirstDid() throws Exception {
    snug.dropAnswers = true;
    fails(5, "cannot reach provider snug", "vm", "create", "demo");
    assertThat(lab.createKeys).isEmpty();
    assertThat(recorded("demo").at("/provider/name").asString()).isEqualTo("snug");
    snug.dropAnswers = false;
    succeeds("vm", "create", "demo");
    assertThat(snug.vms).hasSize(1);
    assertThat(lab.vms).isEmpty();
  }

  @Test
  void asksNobodyElseWhenAProviderWasNamed() {
    snug.refusal = Problem.of(ProblemCode.LIMIT_EXCEEDED, "you have enough", null);
    fails(4, "you have enough", "vm", "create", "demo", "--provider-id", "snug");
    assertThat(lab.createKeys).isEmpty();
  }

  @Test
  void asksDiscoveryAgainForWhatHasJustBecomeFree() throws Exception {
    discovery.advertise(lab.identity, lab.advertisement("lab", Capacity.NONE, "debian-12"));
    discovery.advertise(snug.identity, snug.advertisement("snug", Capacity.NONE, "debian-12"));
    discovery.afterwards =
        () ->
            discovery.advertise(
                lab.identity, lab.advertisement("lab", new Capacity(1, 1, 10), "debian-12"));
    succeeds("vm", "create", "demo");
  }

  @Test
  void tellsABusyProviderFromASmallOne() throws Exception {
    Capacity full = new Capacity(0, 8, 100);
    discovery.advertise(snug.identity, snug.advertisement("snug", full, "debian-12"));
    fails(4, "snug takes no VM now", "vm", "create", "demo", "--provider=snug");
    assertThat(
            json("vm", "create", "demo", "--dry-run", "--explain", "-o", "json")
                .at("/candidates/1/why")
                .asString())
        .startsWith("takes no VM now");
    discovery.advertise(lab.identity, lab.advertisement("lab", Capacity.NONE, "debian-12"));
    fails(4, "no provider takes a VM now", "vm", "create", "demo");
  }

  @Test
  void explainsWhoWasChosenAndWhoWasNot() {
    JsonNode plan =
        json("vm", "create", "demo", "--dry-run", "--explain", "--size=medium", "-o", "json");
    assertThat(plan.at("/provider/name").asString()).isEqualTo("lab");
    assertThat(plan.at("/candidates/0/rank").asInt()).isEqualTo(1);
    assertThat(plan.at("/candidates/1/name").asString()).isEqualTo("snug");
    assertThat(plan.at("/candidates/1/why").asString()).startsWith("has only 1 vCPU");
    assertThat(lab.createKeys).isEmpty();
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void explainsWhyNobodyIsChosen() {
    Outcome outcome =
        fails(4, "no provider has 8 vCPU", "vm", "create", "demo", "--size=xlarge", "--explain");
    assertThat(outcome.err()).contains("WHY", "has only 1 vCPU", "has only 4 vCPU");
  }

  @Test
  void explainsWhetherTheVmBootsFromNothing() {
    snug.info =
        snug.describing(
            List.of(new FastCreate("debian-12", List.of(Size.SMALL.resources()), null)));
    lab.info = lab.describing(List.of(new FastCreate("ubuntu-24.04", List.of(), "it cannot wait")));
    assertThat(succeeds("vm", "create", "one", "--explain").err())
        .contains("debian-12 goes on from a snapshot");
    assertThat(
            json("vm", "create", "two", "--dry-run", "--explain", "--size=medium", "-o", "json")
                .at("/boot")
                .asString())
        .isEqualTo("ubuntu-24.04 boots from nothing: it cannot wait");
  }

  @Test
  void measuresTheNearnessOfThoseWhoFit() {
    Outcome outcome = succeeds("vm", "create", "demo", "--explain");
    assertThat(outcome.err())
        .containsPattern("1 +" + snug.identity.nodeId().abbreviated() + ".* ms ");
    assertThat(outcome.out()).doesNotContain("RANK");
  }
}
