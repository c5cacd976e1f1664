package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Restarting, resizing, renaming, looking closer, and ending. */
class VmVerbsTest extends RentalTestBed {

  private VmId id;

  @BeforeEach
  void rent() {
    succeeds("vm", "create", "demo");
    id = lab.vms.keySet().iterator().next();
  }

  @Test
  void restartsARunningVmAndStartsAStoppedOne() {
    Outcome outcome = succeeds("vm", "restart", "demo");
    assertThat(outcome.err()).contains("stopping demo", "starting demo");
    assertThat(outcome.out()).isEqualToIgnoringNewLines("demo is running");
    succeeds("vm", "stop", "demo");
    assertThat(succeeds("vm", "restart", "demo").err()).doesNotContain("stopping");
  }

  @Test
  void givesAStoppedVmAnotherSizeAndKeepsWhatWasNotNamed() {
    succeeds("vm", "stop", "demo");
    assertThat(succeeds("vm", "resize", "demo", "--memory", "3").out())
        .isEqualToIgnoringNewLines("demo is stopped");
    assertThat(lab.vms.get(id).resources()).isEqualTo(new Resources(1, 3, 10));
    assertThat(json("vm", "list", "--offline", "-o", "json").at("/0/resources/memory").asInt())
        .isEqualTo(3);
  }

  @Test
  void resizesARunningVmOnlyWhenItMayRestartIt() {
    Outcome refused = fails(4, "VM demo is running", "vm", "resize", "demo", "--size", "medium");
    assertThat(refused.err()).contains("hint: stop it first");
    assertThat(succeeds("vm", "resize", "demo", "--size", "medium", "--restart").out())
        .isEqualToIgnoringNewLines("demo is running");
    assertThat(lab.vms.get(id).resources()).isEqualTo(new Resources(2, 4, 20));
  }

  @Test
  void startsAVmAgainThatWasStoppedForASizeThatIsRefused() {
    lab.refusedSize = Problem.of(ProblemCode.RESOURCES_EXHAUSTED, "all taken", null);
    Outcome outcome =
        fails(4, "all taken", "vm", "resize", "demo", "--size", "medium", "--restart");
    assertThat(outcome.err()).contains("it is started again");
    assertThat(lab.vms.get(id).state()).isEqualTo(VmState.RUNNING);
  }

  @Test
  void saysWhyAVmHasNotGotItsSize() {
    succeeds("vm", "stop", "demo");
    lab.failure = "the disk is full";
    fails(1, "the disk is full", "vm", "resize", "demo", "--memory", "3");
  }

  @Test
  void asksForNothingWhenTheSizeStays() {
    fails(2, "has that size already", "vm", "resize", "demo");
  }

  @Test
  void renamesOnlyHere() {
    succeeds("vm", "rename-local", "demo", "old-demo");
    assertThat(record("demo")).doesNotExist();
    assertThat(succeeds("vm", "list").out()).contains("old-demo", "running");
    assertThat(lab.vms.get(id).name().value()).isEqualTo("demo");
    succeeds("vm", "create", "second");
    fails(4, "you have a VM second already", "vm", "rename-local", "old-demo", "second");
    assertThat(record("old-demo")).exists();
  }

  @Test
  void tellsWhatTheVmUses() {
    lab.stats =
        new VmStats(
            Instant.parse("2026-11-23T10:00:00Z"),
            12.34,
            60.0,
            536_870_912L,
            1_073_741_824L,
            null,
            null,
            1_048_576L,
            null,
            null,
            null,
            2,
            1_234L,
            56L,
            3_145_728L,
            null);
    assertThat(succeeds("vm", "stats", "demo").out())
        .contains("12.3 % of one vCPU", "512.0 MiB of 1024.0 MiB", "disk read:", "1.0 MiB")
        .contains("1234 connections", "56 connections", "port in:       3.0 MiB")
        .doesNotContain("sent", "null");
    assertThat(json("vm", "stats", "demo", "-o", "json").get("memory_used").asLong())
        .isEqualTo(536_870_912L);
  }

  @Test
  void saysThatAStoppedVmUsesNothing() {
    fails(4, "it does not run", "vm", "stats", "demo");
  }

  @Test
  void tellsWhatHasHappened() {
    assertThat(succeeds("vm", "events", "demo").out().lines())
        .hasSize(4)
        .last()
        .asString()
        .matches("3 .*Z  running  - +-");
    JsonNode events = json("vm", "events", "demo", "-o", "json");
    assertThat(events.get(1).get("phase").asString()).isEqualTo("boot");
  }

  @Test
  void followsWhatIsUnderWayToItsEnd() {
    lab.vms.computeIfPresent(id, (any, vm) -> FakeVm.in(vm, VmState.STARTING, vm.access(), null));
    lab.cutEvents = true;
    Outcome outcome = succeeds("vm", "events", "demo", "--follow");
    assertThat(outcome.err()).contains("demo is running");
    assertThat(outcome.out().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("SEQUENCE  AT ")
        .endsWith("STATE     PHASE  MESSAGE");
    assertThat(outcome.out().lines().toList().getLast())
        .startsWith("3         ")
        .contains(" running ");
  }

  @ParameterizedTest
  @CsvSource({"csv, '1,', 4", "yaml, ---, 15", "json, {, 18"})
  void followsInEveryFormat(String format, String start, int lines) {
    lab.vms.computeIfPresent(id, (any, vm) -> FakeVm.in(vm, VmState.STARTING, vm.access(), null));
    lab.cutEvents = true;
    String out = succeeds("vm", "events", "demo", "-f", "-o", format).out();
    assertThat(out.lines()).hasSize(lines).anyMatch(line -> line.startsWith(start));
  }

  @Test
  void goesByItsOlderNamesToo() {
    assertThat(succeeds("vm", "ls").out()).contains("demo");
    assertThat(succeeds("vm", "delete", "demo", "--yes").out())
        .isEqualToIgnoringNewLines("demo is gone");
  }

  @Test
  void destroysOnlyOnceButSaysSoEachTimeWithYes() {
    succeeds("vm", "destroy", "demo", "--yes");
    assertThat(succeeds("vm", "destroy", "demo", "--yes").err()).contains("nothing is left");
    fails(3, "there is no VM 'demo'", "vm", "destroy", "demo");
  }

  @Test
  void forgetsAVmOfALostProviderOnlyWithForceAndSaysWhatMayRemain() {
    lab.close();
    fails(5, "cannot reach provider lab", "vm", "destroy", "demo", "--yes");
    Outcome outcome = succeeds("vm", "destroy", "demo", "--force");
    assertThat(outcome.out()).isEqualToIgnoringNewLines("demo is forgotten");
    assertThat(outcome.err()).contains("(" + id + ") may go on running at lab");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void purgesOnlyWhenItIsMeant() {
    succeeds("vm", "create", "second");
    fails(2, "nobody is there to be asked: Destroy these 2 VMs: demo, second", "vm", "purge");
    Outcome declined = user.typesAndAnswers("n", "vm", "purge");
    assertThat(declined.err()).contains("Destroy these 2 VMs: demo, second").contains("[y/N]");
    assertThat(lab.vms).hasSize(2);
    assertThat(user.typesAndAnswers("y", "vm", "purge").out()).contains("demo is gone");
    assertThat(lab.vms).isEmpty();
    assertThat(succeeds("vm", "purge", "--force").err()).contains("no VM to destroy");
  }

  @Test
  void tellsProgramsInOneDocumentWhatItHasPurged() {
    succeeds("vm", "create", "second");
    JsonNode ended = json("vm", "purge", "--yes", "-o", "json");
    assertThat(ended.findValuesAsString("state")).containsExactly("gone", "gone");
    assertThat(ended.path(1).path("name").asString()).isEqualTo("second");
    assertThat(json("vm", "purge", "--yes", "-o", "json")).isEmpty();
    assertThat(succeeds("vm", "purge", "--yes", "-o", "yaml").out())
        .isEqualToIgnoringNewLines("[]");
  }

  @Test
  void asksNothingWithNoInput() {
    Outcome outcome = user.typesAndAnswers("y", "vm", "purge", "--no-input");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(lab.vms).hasSize(1);
  }

  @Test
  void goesOnWithTheOthersWhenOneCannotBeDestroyed() throws Exception {
    try (FakeProvider other = new FakeProvider()) {
      discovery.advertise(other.identity, other.advertisement("other", FREE, "debian-12"));
      succeeds("vm", "create", "second", "--provider", "other");
      lab.close();
      Outcome outcome = user.types("vm", "purge", "--yes", "-o", "json");
      assertThat(outcome.status()).isEqualTo(5);
      assertThat(Json.MAPPER.readTree(outcome.out()).findValuesAsString("name").getFirst())
          .isEqualTo("second");
      assertThat(outcome.err()).contains("1 of 2 VMs were not destroyed");
      assertThat(other.vms).isEmpty();
      assertThat(record("demo")).exists();
      assertThat(succeeds("vm", "purge", "--force").out())
          .isEqualToIgnoringNewLines("demo is forgotten");
    }
  }
}
