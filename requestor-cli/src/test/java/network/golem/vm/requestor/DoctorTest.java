package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Looking at what the other commands stand on. */
class DoctorTest extends RentalTestBed {

  @Test
  void findsEverythingInOrder() {
    succeeds("vm", "create", "demo");
    Outcome outcome = succeeds("doctor");
    assertThat(outcome.out())
        .containsPattern("ok +discovery http://127.0.0.1:\\d+ +1 listed")
        .containsPattern("ok +provider lab +answers at 127.0.0.1:" + lab.port())
        .containsPattern("ok +records +1 on record");
  }

  @Test
  void saysWhatToDoAboutWhatIsWrong() {
    succeeds("vm", "create", "demo");
    lab.close();
    discovery.close();
    user.environment.put("PATH", "/nonexistent");
    Outcome outcome = user.types("doctor");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern("failed +discovery .*connection refused")
        .containsPattern("warning +provider lab +cannot reach provider lab")
        .containsPattern("warning +ssh +there is no ssh in PATH");
    assertThat(outcome.err()).contains("hint: ssh: install it", "error: 1 of 7 checks failed");
  }

  @Test
  void namesARecordThatCannotBeRead() throws Exception {
    succeeds("vm", "create", "demo");
    Files.writeString(record("broken"), "{");
    Outcome outcome = user.types("doctor");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern("failed +records +the record .*broken.json cannot be read")
        .containsPattern("ok +provider lab");
  }

  @Test
  void showsAProviderAsSignedAndAsItSaysNow() {
    lab.info =
        new ProviderInfo(
            lab.identity.nodeId(),
            "lab",
            "SE",
            "linux/amd64",
            "0.1.0",
            "qemu",
            java.util.List.of("debian-12"),
            java.util.List.of(),
            new Capacity(8, 16, 200),
            new Capacity(5, 8, 100),
            new Capacity(3, 8, 100),
            new HostLoad(10, 20, 30),
            null);
    String out = succeeds("provider", "show", "lab").out();
    assertThat(out)
        .contains("free:         4 vCPU", "free now:     3 vCPU", "backend:      qemu")
        .contains("CPU 10 %, memory 20 %, storage 30 %");
    JsonNode view = json("provider", "show", lab.identity.nodeId().abbreviated(), "-o", "json");
    assertThat(view.at("/advertisement/provider_id").asString())
        .isEqualTo(lab.identity.nodeId().value());
    assertThat(view.at("/live/free/cpu").asInt()).isEqualTo(3);
  }

  @Test
  void showsWhatAProviderSignedThatDoesNotAnswer() {
    lab.close();
    Outcome outcome = succeeds("provider", "show", "lab");
    assertThat(outcome.out()).contains("free:         4 vCPU").doesNotContain("free now");
    assertThat(outcome.err()).contains("warning: cannot reach provider lab");
  }

  @Test
  void showsEachRequestButNoSecretWhenItIsVerbose() {
    Outcome outcome = succeeds("vm", "create", "demo", "--verbose");
    assertThat(outcome.err())
        .containsPattern("GET http://127.0.0.1:\\d+/api/v1/advertisements.*: 200 after \\d+ ms")
        .containsPattern("POST https://127.0.0.1:\\d+/api/v1/vms: 202 after \\d+ ms")
        .doesNotContain("Idempotency", "ssh-ed25519", lab.createKeys.getFirst());
  }

  @Test
  void tellsItsVersion() {
    assertThat(succeeds("version").out()).startsWith("golem ").contains("(Java 2");
    assertThat(json("version", "-o", "json").get("java").asString()).isNotEmpty();
  }
}
