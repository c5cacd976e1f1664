package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.Test;

/** What a user can ask for, and how a request that was cut off goes on. */
class VmCreateOptionsTest extends RentalTestBed {

  @Test
  void takesANamedSizeAndSingleChangesToIt() {
    succeeds("vm", "create", "demo", "--size", "medium", "--cpu", "3");
    assertThat(lab.created.resources()).isEqualTo(new Resources(3, 4, 20));
  }

  @Test
  void handsOverUserDataAndForgetsItOnceTheProviderHasIt() throws Exception {
    Files.writeString(home.resolve("setup.yaml"), "#cloud-config\npackages: [git]\n");
    succeeds("vm", "create", "demo", "--user-data", "setup.yaml");
    assertThat(lab.created.userData()).isEqualTo("#cloud-config\npackages: [git]\n");
    assertThat(recorded("demo").has("user_data")).isFalse();
  }

  @Test
  void repeatsUserDataAndDurationWhenTheFirstAnswerWasLost() {
    lab.dropAnswers = true;
    user.pipes("#!/bin/sh\ntrue\n", "vm", "create", "demo", "--user-data=-", "--duration=2h");
    lab.dropAnswers = false;
    lab.created = null;
    succeeds("vm", "create", "demo");
    assertThat(lab.created.userData()).isEqualTo("#!/bin/sh\ntrue\n");
    assertThat(lab.created.duration()).isEqualTo(7200);
  }

  @Test
  void asksForTheProxyProtocolAndAsksAgainWhenTheFirstAnswerWasLost() {
    succeeds("vm", "create", "plain");
    assertThat(lab.created.wantsProxyProtocol()).isFalse();
    lab.dropAnswers = true;
    user.types("vm", "create", "demo", "--proxy-protocol");
    lab.dropAnswers = false;
    lab.created = null;
    succeeds("vm", "create", "demo");
    assertThat(lab.created.wantsProxyProtocol()).isTrue();
  }

  @Test
  void refusesUserDataThatCloudInitWouldNotRead() throws Exception {
    Files.writeString(home.resolve("setup.txt"), "hello");
    Outcome outcome =
        fails(2, "--user-data is", "vm", "create", "demo", "--user-data", "setup.txt");
    assertThat(outcome.err()).doesNotContain("hello");
    fails(1, "cannot read the user data", "vm", "create", "demo", "--user-data", "absent");
  }

  @Test
  void keepsLabelsToItself() throws Exception {
    succeeds("vm", "create", "demo", "--label", "team=data", "--label", "tier=1");
    assertThat(recorded("demo").at("/labels/team").asString()).isEqualTo("data");
    assertThat(recorded("demo").at("/labels/tier").asString()).isEqualTo("1");
  }

  @Test
  void takesSeveralKeys() throws Exception {
    Path one = Files.writeString(home.resolve("one.pub"), FakeProvider.HOST_KEY);
    Path two = Files.writeString(home.resolve("two.pub"), FakeProvider.OTHER_HOST_KEY);
    succeeds("vm", "create", "--ssh-key", one.toString(), "--ssh-key", two.toString(), "demo");
    assertThat(lab.created.sshKeys()).hasSize(2);
  }

  @Test
  void goesOnWithAVmThatItDidNotWaitFor() throws Exception {
    assertThat(succeeds("vm", "create", "demo", "--no-wait").out()).contains("creating");
    fails(4, "is being made already, as 1 vCPU", "vm", "create", "demo", "--image=debian-12");
    assertThat(recorded("demo").at("/known/state").asString()).isEqualTo("creating");
    Outcome again = succeeds("vm", "create", "demo");
    assertThat(again.err()).contains("Going on with demo, which was being made");
    assertThat(again.out()).contains("running");
    assertThat(lab.createKeys).hasSize(1);
  }

  @Test
  void showsWhatItWouldAskForAndAsksNobody() {
    Outcome outcome = succeeds("vm", "create", "demo", "--dry-run");
    assertThat(outcome.out()).contains("lab", "ubuntu-24.04", "10 GiB");
    assertThat(lab.createKeys).isEmpty();
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void showsABarOnlyAtEachQuarterWhereLinesAreNotRedrawn() {
    lab.imageDetails = new String[] {"10 % of 600 MiB", "20 % of 600 MiB", "60 % of 600 MiB"};
    assertThat(succeeds("vm", "create", "demo").err())
        .contains("image: 10 % of 600 MiB", "image: 60 % of 600 MiB")
        .doesNotContain("20 % of");
  }
}
