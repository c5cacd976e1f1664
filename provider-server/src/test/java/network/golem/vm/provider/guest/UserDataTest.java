package network.golem.vm.provider.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.VmName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a requestor adds stands beside what the provider says, and never in its place. */
class UserDataTest {

  private static final HostKey HOST_KEY = HostKey.generate();
  private static final HostKey USER_KEY = HostKey.generate();

  @Test
  void whatTheRequestorAddsIsThereToo() {
    Map<String, Object> guest =
        given(
            """
            #cloud-config
            packages: [nginx]
            runcmd:
            - [sh, -c, "echo done"]
            write_files:
            - {path: /etc/motd, permissions: '0644', content: "a: b\\n"}
            """);
    assertThat(guest).containsEntry("packages", List.of("nginx")).containsKey("ssh_keys");
    assertThat(guest)
        .containsEntry("runcmd", List.of(List.of("sh", "-c", "echo done")))
        .containsEntry(
            "write_files",
            List.of(Map.of("path", "/etc/motd", "permissions", "0644", "content", "a: b\n")));
  }

  @Test
  void hostKeyAndUsersKeysAreTheProviders() {
    Map<String, Object> guest =
        given(
            """
            #cloud-config
            ssh_keys: {ed25519_private: theirs, rsa_private: theirs}
            "ssh_authorized_keys": ["ssh-ed25519 AAAA theirs"]
            ssh_deletekeys: false
            ssh_genkeytypes: [rsa]
            system_info: {default_user: {name: mallory}}
            user: {name: mallory}
            cloud_init_modules: []
            merge_how: 'dict(replace)'
            """);
    assertThat(guest).isEqualTo(given("#cloud-config\n"));
    assertThat(guest.get("ssh_keys"))
        .isEqualTo(
            Map.of(
                "ed25519_private", HOST_KEY.privateKey(),
                "ed25519_public", HOST_KEY.publicKey().line()));
    assertThat(guest.get("ssh_authorized_keys")).isEqualTo(List.of(USER_KEY.publicKey().line()));
  }

  @Test
  void theUserWhoGetsTheKeysIsKept() {
    Map<String, Object> guest =
        given(
            """
            #cloud-config
            users:
            - name: second
            """);
    assertThat(guest.get("users")).isEqualTo(List.of("default", Map.of("name", "second")));
  }

  @Test
  void aDocumentInFlowStyleIsReadToo() {
    assertThat(given("#cloud-config\n{timezone: UTC, ssh_pwauth: true}"))
        .containsEntry("timezone", "UTC")
        .containsEntry("ssh_pwauth", false);
  }

  @Test
  void aliasesStayWhatTheyStandFor() {
    assertThat(given("#cloud-config\nbootcmd: &same [ls]\nruncmd: *same\n"))
        .containsEntry("runcmd", List.of("ls"));
  }

  @Test
  void aScriptIsRunOnceAtTheEndOfTheFirstBoot() {
    String script = "#!/bin/sh\necho 'user: $USER' >/root/ran\n";
    String content = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    assertThat(given(script).get("write_files"))
        .isEqualTo(
            List.of(
                Map.of(
                    "path", "/var/lib/cloud/scripts/per-instance/user-data",
                    "permissions", "0755",
                    "encoding", "b64",
                    "content", content)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#cloud-config\n- a list\n",
        "#cloud-config\na: [unclosed\n",
        "#cloud-config\na: 1\n---\nb: 2\n",
        "#cloud-config\nbase: &b {ssh_keys: {}}\n<<: *b\n",
        "#cloud-config\nusers: {mallory: {}}\n"
      })
  void whatIsNoCloudConfigIsRefused(String text) {
    assertThatThrownBy(() -> UserData.of(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aRefusalDoesNotRepeatWhatMayBeSecret() {
    assertThatThrownBy(() -> UserData.of("#cloud-config\npassword: [hunter2"))
        .hasMessageNotContaining("hunter2");
  }

  private static Map<String, Object> given(String userData) {
    var config =
        new CloudConfig(
            "vm-1",
            new VmName("demo"),
            HOST_KEY,
            List.of(USER_KEY.publicKey()),
            UserData.of(userData));
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(config.document());
  }
}
