package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class VmCreateTest extends RentalTestBed {

  @Test
  void rentsAVmAndSaysHowToLogIn() {
    Outcome outcome = succeeds("vm", "create", "demo");
    assertThat(outcome.out()).contains("running", "lab", "golem vm ssh demo");
    assertThat(outcome.err()).contains("Chose provider lab", "image", "boot: from disk");
    assertThat(lab.created.resources()).isEqualTo(new Resources(1, 1, 10));
    assertThat(lab.created.image()).isEqualTo("ubuntu-24.04");
  }

  @Test
  void printsTheVmAsJson() {
    JsonNode vm =
        json("vm", "create", "demo", "--cpu=2", "--memory=3", "--storage=20", "-o", "json");
    assertThat(vm.get("state").asString()).isEqualTo("running");
    assertThat(vm.at("/resources/memory").asInt()).isEqualTo(3);
    assertThat(vm.at("/access/port").asInt()).isEqualTo(50800);
    assertThat(vm.at("/provider/id").asString()).isEqualTo(lab.identity.nodeId().value());
  }

  @Test
  void isKnownToTheProviderByItsIdentity() {
    succeeds("vm", "create", "demo");
    assertThat(json("identity", "show", "-o", "json").get("node_id").asString())
        .isEqualTo(lab.caller.value());
  }

  @Test
  void keepsItsFilesToTheUser() throws IOException {
    succeeds("vm", "create", "demo");
    for (String file : new String[] {"vms/demo.json", "identity.pem", "ssh/id_ed25519"}) {
      assertThat(Files.getPosixFilePermissions(user.base().resolve(file)))
          .as(file)
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void usesTheKeysInTheHomeDirectory() throws IOException {
    Path ssh = Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(ssh.resolve("id_ed25519.pub"), FakeProvider.HOST_KEY + " me@here\n");
    succeeds("vm", "create", "demo");
    assertThat(lab.created.sshKeys())
        .extracting("line")
        .containsExactly(FakeProvider.HOST_KEY + " me@here");
    assertThat(user.base().resolve("ssh")).doesNotExist();
  }

  @Test
  void usesTheKeysThatAreNamed() throws IOException {
    Path key = home.resolve("work.pub");
    Files.writeString(key, FakeProvider.HOST_KEY);
    Files.writeString(home.resolve("work"), "the private half");
    succeeds("vm", "create", "demo", "--ssh-key", key.toString());
    assertThat(recorded("demo").get("ssh_key_file").asString())
        .isEqualTo(home.resolve("work").toString());
  }

  @Test
  void warnsOfAPublicKeyWithoutItsPrivateHalf() throws IOException {
    Path key = home.resolve("work.pub");
    Files.writeString(key, FakeProvider.HOST_KEY);
    assertThat(succeeds("vm", "create", "demo", "--ssh-key", key.toString()).err())
        .contains("there is no private key beside " + key);
  }

  @Test
  void refusesAPrivateKey() throws IOException {
    Path key = home.resolve("work");
    Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----");
    fails(2, "holds a private key", "vm", "create", "demo", "--ssh-key", key.toString());
    assertThat(lab.createKeys).isEmpty();
  }

  @Test
  void refusesAFileThatIsTooLargeForAKey() throws IOException {
    Path key = Files.write(home.resolve("disk"), new byte[64 * 1024 + 1]);
    fails(1, "it has more than 64 KiB", "vm", "create", "demo", "--ssh-key", key.toString());
  }

  @Test
  void choosesTheProviderWithTheLeastToSpare() throws Exception {
    try (FakeProvider snug = new FakeProvider()) {
      discovery.advertise(
          snug.identity, snug.advertisement("snug", new Capacity(1, 1, 10), "debian-12"));
      assertThat(succeeds("vm", "create", "demo").err()).contains("Chose provider snug");
      assertThat(snug.created.image()).isEqualTo("debian-12");
    }
  }

  @Test
  void listsTheProvidersThatAnAmbiguousNameFits() throws Exception {
    try (FakeProvider other = new FakeProvider()) {
      discovery.advertise(other.identity, other.advertisement("lab", FREE, "debian-12"));
      Outcome outcome =
          fails(2, "'lab' fits 2 providers", "vm", "create", "demo", "--provider", "lab");
      assertThat(outcome.err())
          .contains(lab.identity.nodeId().abbreviated(), other.identity.nodeId().abbreviated());
    }
  }

  @Test
  void takesTheBeginningOfAnIdForAProvider() {
    succeeds("vm", "create", "demo", "--provider", lab.identity.nodeId().abbreviated());
  }

  @Test
  void knowsWhenThereIsNoSuchProvider() {
    fails(3, "no live provider 'nobody'", "vm", "create", "demo", "--provider", "nobody");
  }

  @Test
  void knowsWhenNobodyHasSoMuch() {
    fails(4, "no provider has 5 vCPU", "vm", "create", "demo", "--cpu", "5");
    fails(4, "has only 4 vCPU", "vm", "create", "demo", "--cpu", "5", "--provider=lab");
  }

  @Test
  void saysWhyAVmCouldNotBeMade() {
    lab.failure = "the disk is full";
    Outcome outcome = fails(1, "VM demo is failed: the disk is full", "vm", "create", "demo");
    assertThat(outcome.err()).contains("golem vm destroy demo");
  }

  @Test
  void takesUpTheEventsWhereTheyWereCut() {
    lab.cutEvents = true;
    succeeds("vm", "create", "demo");
    assertThat(lab.lastEventIds).containsExactly("0", "2");
  }

  @Test
  void makesOneVmWhenTheFirstAnswerWasLost() throws IOException {
    lab.dropAnswers = true;
    fails(5, "cannot reach provider lab", "vm", "create", "demo");
    assertThat(recorded("demo").get("known")).isNull();
    lab.dropAnswers = false;
    assertThat(succeeds("vm", "create", "demo").err()).contains("Going on with the earlier");
    assertThat(lab.createKeys).hasSizeGreaterThan(1).containsOnly(lab.createKeys.getFirst());
    assertThat(lab.vms).hasSize(1);
  }

  @Test
  void refusesANameThatIsInUse() {
    succeeds("vm", "create", "demo");
    fails(4, "you have a VM demo already, at lab", "vm", "create", "demo");
    assertThat(lab.createKeys).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "RESOURCES_EXHAUSTED, 4",
    "HOST_OVERLOADED, 4",
    "IMAGE_UNKNOWN, 2",
    "AUTH_CERTIFICATE_REQUIRED, 4",
    "VM_NOT_FOUND, 3",
    "REQUEST_TOO_LARGE, 2"
  })
  void passesOnARefusalAndKeepsNoRecord(ProblemCode code, int status) {
    lab.refusal = Problem.of(code, "because I say so", "ask nicely");
    Outcome outcome = fails(status, "because I say so", "vm", "create", "demo");
    assertThat(outcome.err()).contains("hint: ask nicely");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void keepsTheRecordWhenItIsUnclearWhatTheProviderDid() {
    lab.refusal = Problem.of(ProblemCode.INTERNAL, "something broke", null);
    fails(1, "something broke", "vm", "create", "demo");
    assertThat(record("demo")).exists();
  }

  @Test
  void keepsNoRecordWhenTheProviderWasNeverReached() {
    lab.close();
    fails(5, "cannot reach provider lab", "vm", "create", "demo");
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void refusesAnotherNodeAtTheProvidersAddress() {
    Identity impostor = Identity.generate();
    discovery.rows.clear();
    var at = lab.advertisement("fake", FREE, "debian-12");
    discovery.advertise(
        impostor,
        new Advertisement(
            impostor.nodeId(),
            1,
            at.issuedAt(),
            at.expiresAt(),
            "fake",
            at.ipAddress(),
            at.port(),
            null,
            at.platform(),
            FREE,
            at.images(),
            at.version()));
    fails(4, "another node answered in place of provider fake", "vm", "create", "demo");
    assertThat(lab.createKeys).isEmpty();
  }

  @Test
  void stopsWaitingAfterTheTimeout() {
    lab.hang = true;
    Outcome outcome =
        fails(6, "takes longer than asked for", "vm", "create", "demo", "--timeout", "1s");
    assertThat(outcome.err()).contains("golem vm list");
  }

  @Test
  @Timeout(20)
  void stopsWaitingThoughTheProviderGoesOnToSayThatItIsThere() {
    lab.chatty = true;
    fails(6, "takes longer than asked for", "vm", "create", "demo", "--timeout", "2s");
    lab.chatty = false;
  }

  @Test
  void knowsWhenTheNamedProviderHasNoSuchImage() {
    fails(
        3,
        "provider lab has no image debain-12",
        "vm",
        "create",
        "demo",
        "--provider=lab",
        "--image=debain-12",
        "--dry-run");
  }

  @Test
  void saysWhichImagesThereAre() {
    Outcome outcome =
        fails(3, "no provider has an image debain-12", "vm", "create", "demo", "--image=debain-12");
    assertThat(outcome.err())
        .contains("did you mean debian-12? there are: debian-12, ubuntu-24.04");
    assertThat(
            fails(3, "no provider has an image windows", "vm", "create", "x-y", "--image=windows")
                .err())
        .contains("hint: there are: debian-12");
  }
}
