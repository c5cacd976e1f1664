package network.golem.vm.model.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireValuesTest {

  /** Made by ssh-keygen; nobody has the private half any more. */
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  @ParameterizedTest
  @ValueSource(strings = {"abc", "my-web-1", "a1b", "0123456789012345678901234567890123456789"})
  void goodNames(String name) {
    assertThat(new VmName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "-abc",
        "abc-",
        "a--b",
        "Abc",
        "a_b",
        "a b",
        "a.b",
        "01234567890123456789012345678901234567890",
        "abc\n",
        "../etc"
      })
  void badNames(String name) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new VmName(name))
        .withMessageStartingWith("name is '");
  }

  @Test
  void idsAreRandomAndWellFormed() {
    assertThat(VmId.random()).isNotEqualTo(VmId.random());
    assertThat(VmId.random().value()).matches("vm-[a-z2-7]{20}");
  }

  @Test
  void sizesHaveLimits() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Resources(0, 1, 1))
        .withMessage("cpu is 0: must be from 1 to 256");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Resources(1, 4097, 1));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Resources(1, 1, -1));
  }

  @Test
  void capacityNeverGoesBelowNothing() {
    assertThat(new Capacity(1, 1, 1).minus(new Capacity(2, 0, 1))).isEqualTo(new Capacity(0, 1, 0));
  }

  @Test
  void anSshKeyIsParsedAndItsCommentMadeHarmless() {
    assertThat(new SshPublicKey(ED25519 + " me@host; rm -rf \"/\"").line())
        .isEqualTo(ED25519 + " me@host_rm_-rf_");
    assertThat(new SshPublicKey("  " + ED25519 + "\n").withoutComment()).isEqualTo(ED25519);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        "command=\"/bin/sh\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\nssh-ed25519 x",
        "-----BEGIN OPENSSH PRIVATE KEY-----"
      })
  void whatIsNoKeyIsRefused(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new SshPublicKey(text))
        .withMessageContaining("must be an OpenSSH public key line");
  }

  @Test
  void aStateOfANewerProviderIsUnknown() {
    assertThat(Json.MAPPER.readValue("\"hibernating\"", VmState.class)).isEqualTo(VmState.UNKNOWN);
    assertThat(Json.MAPPER.writeValueAsString(VmState.RUNNING)).isEqualTo("\"running\"");
  }
}
