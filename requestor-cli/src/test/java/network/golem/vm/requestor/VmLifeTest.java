package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.User.Outcome;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.record.VmRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be done with a VM that is there. */
class VmLifeTest extends RentalTestBed {

  private VmId id;

  @BeforeEach
  void rent() {
    succeeds("vm", "create", "demo");
    id = lab.vms.keySet().iterator().next();
  }

  @Test
  void listsVmsAsTheirProvidersSeeThem() {
    assertThat(succeeds("vm", "list").out().lines())
        .last()
        .asString()
        .matches(
            "demo  "
                + id
                + "  running  ubuntu-24.04  1 +1 GiB +10 GiB +lab +127.0.0.1:50800  \\d+s");
  }

  @Test
  void listsWhatIsOnRecordWithoutAskingAnyone() {
    lab.close();
    Outcome outcome = succeeds("vm", "list", "--offline");
    assertThat(outcome.out()).contains("running").doesNotContain("unreachable");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void marksVmsWhoseProviderDoesNotAnswer() {
    lab.close();
    Outcome outcome = succeeds("vm", "list");
    assertThat(outcome.out()).contains("running (unreachable, seen ");
    assertThat(outcome.err()).contains("warning: cannot reach provider lab");
    JsonNode vm = json("vm", "list", "-o", "json").get(0);
    assertThat(vm.get("reachable").asBoolean()).isFalse();
  }

  @Test
  void followsAProviderThatHasMovedAndRemembersWhereTo() throws Exception {
    lab.move();
    discovery.rows.clear();
    discovery.advertise(lab.identity, lab.advertisement("lab", FREE, "debian-12"));
    Outcome outcome = succeeds("vm", "stop", "demo");
    assertThat(outcome.err()).contains("lab (", "has moved to 127.0.0.1:" + lab.port());
    assertThat(succeeds("vm", "info", "demo").err()).isEmpty();
  }

  @Test
  void marksVmsThatTheProviderKnowsNoMore() {
    lab.vms.clear();
    assertThat(succeeds("vm", "list").out()).contains("gone");
    assertThat(succeeds("vm", "info", "demo").out()).contains("gone");
  }

  @Test
  void warnsOfVmsThatAreNotOnRecord() {
    RentedVm demo = lab.vms.get(id);
    VmId other = VmId.random();
    lab.vms.put(
        other,
        new RentedVm(
            other,
            new VmName("lost"),
            demo.state(),
            demo.image(),
            demo.resources(),
            demo.access(),
            null,
            null,
            null,
            demo.createdAt(),
            demo.updatedAt()));
    assertThat(succeeds("vm", "list").err()).contains("not on record here: lost");
  }

  @Test
  void tellsAllAboutAVmByNameOrById() {
    for (String word : new String[] {"demo", id.value(), id.value().substring(0, 9)}) {
      assertThat(succeeds("vm", "info", word).out())
          .contains("demo", id.value(), "ubuntu@127.0.0.1:50800", FakeProvider.HOST_KEY);
    }
    assertThat(json("vm", "info", "demo", "-o", "json").at("/access/host_key").asString())
        .isEqualTo(FakeProvider.HOST_KEY);
  }

  @Test
  void warnsOfAHostKeyThatChanged() {
    lab.hostKey = new SshPublicKey(FakeProvider.OTHER_HOST_KEY);
    succeeds("vm", "stop", "demo");
    assertThat(succeeds("vm", "info", "demo").err()).contains("another host key than at first");
  }

  @Test
  void stopsAndStarts() {
    assertThat(succeeds("vm", "stop", "demo").out()).isEqualToIgnoringNewLines("demo is stopped");
    assertThat(succeeds("vm", "list", "--offline").out()).contains("stopped");
    assertThat(succeeds("vm", "start", "demo").out()).isEqualToIgnoringNewLines("demo is running");
  }

  @Test
  void saysWhyAVmDoesNotStart() {
    succeeds("vm", "stop", "demo");
    lab.failure = "no access port is free";
    fails(1, "VM demo is failed: no access port is free", "vm", "start", "demo");
  }

  @Test
  void saysThatTheProviderIsGone() {
    lab.close();
    fails(5, "cannot reach provider lab", "vm", "stop", "demo");
  }

  @Test
  void destroysAndForgets() {
    assertThat(succeeds("vm", "destroy", "demo", "--yes").out())
        .isEqualToIgnoringNewLines("demo is gone");
    assertThat(lab.vms).isEmpty();
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void asksBeforeItDestroys() {
    assertThat(user.typesAndAnswers("n", "vm", "destroy", "demo").status()).isEqualTo(1);
    assertThat(lab.vms).hasSize(1);
    assertThat(user.typesAndAnswers("n", "vm", "destroy", "demo", "--yes").status()).isZero();
    assertThat(lab.vms).isEmpty();
  }

  @Test
  void destroysNothingWhenNobodyCanBeAsked() {
    Outcome outcome = fails(2, "nobody is there to be asked", "vm", "destroy", "demo");
    assertThat(outcome.err()).contains("--yes");
    assertThat(user.typesAndAnswers("y", "vm", "rm", "demo", "--no-input").status()).isEqualTo(2);
    assertThat(lab.vms).hasSize(1);
  }

  @Test
  void forgetsAVmThatTheProviderKnowsNoMore() {
    lab.vms.clear();
    succeeds("vm", "destroy", "demo", "--yes");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void keepsTheRecordUntilTheProviderHasConfirmed() {
    lab.close();
    fails(5, "cannot reach provider lab", "vm", "destroy", "demo", "--yes");
    assertThat(record("demo")).exists();
    succeeds("vm", "destroy", "demo", "--forget", "--yes");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void destroysAVmWhoseMakingNeverGotAnAnswer() {
    lab.dropAnswers = true;
    user.types("vm", "create", "second");
    assertThat(lab.vms).hasSize(2);
    succeeds("vm", "destroy", "second", "--yes");
    assertThat(lab.vms).containsOnlyKeys(id);
    assertThat(record("second")).doesNotExist();
  }

  @Test
  void neverBringsBackARecordThatIsRemoved() throws Exception {
    VmRecords records = new VmRecords(record("demo").getParent(), warning -> {});
    VmRecord demo = records.find(new VmName("demo")).orElseThrow();
    AtomicBoolean ends = new AtomicBoolean();
    Thread other =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!ends.get()) {
                records.update(demo);
              }
            });
    for (int i = 0; i < 50; i++) {
      records.remove(demo.name());
      assertThat(records.add(demo)).as("free after it was removed").isTrue();
    }
    ends.set(true);
    other.join();
  }
}
