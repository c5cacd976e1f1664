package network.golem.vm.model.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;
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

  @Test
  void sizesHaveNames() {
    assertThat(Size.of("medium").resources()).isEqualTo(new Resources(2, 4, 20));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Size.of("huge"))
        .withMessage("size is 'huge': must be one of small, medium, large, xlarge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "#cloud-configs", "\n#!/bin/sh"})
  void userDataSaysWhatItIs(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> wanted(text, null))
        .withMessageContaining("must be text that begins with #cloud-config or #!");
  }

  @Test
  void userDataIsLimitedAndNeverShown() {
    assertThat(wanted("#!/bin/sh\nexit 0\n", 60L).userData()).startsWith("#!/bin/sh");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> wanted("#!" + "ü".repeat(32_768), null))
        .withMessage("user_data is 65538: must be at most 65536 bytes");
    assertThat(wanted("#!secret", null).toString()).doesNotContain("secret");
  }

  @Test
  void aRentalIsAtLeastAMinute() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> wanted(null, 59L))
        .withMessageStartingWith("duration is 59: must be 60 to ");
  }

  private static CreateVm wanted(@Nullable String userData, @Nullable Long duration) {
    return new CreateVm(
        new VmName("demo"),
        null,
        new Resources(1, 1, 10),
        List.of(new SshPublicKey(ED25519)),
        userData,
        duration);
  }
}
