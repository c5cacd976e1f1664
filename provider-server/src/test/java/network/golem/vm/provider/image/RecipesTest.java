package network.golem.vm.provider.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipesTest {

  private final HostKey hostKey = HostKey.generate();
  private final SshPublicKey user = HostKey.generate().publicKey();
  private final String userData =
      new CloudConfig("vm-1", new VmName("demo"), hostKey, List.of(user, user)).document();

  @TempDir private Path recipes;
  @TempDir private Path out;

  @BeforeEach
  void copy() throws IOException {
    Recipes.bundled().copyTo(recipes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "debian-12"})
  void areScriptsThatBashUnderstands(String recipe) throws Exception {
    String script = recipes.resolve(recipe).resolve("build.sh").toString();
    assertThat(Command.of(Duration.ofSeconds(20), "bash", "-n", script).run().isSuccess()).isTrue();
  }

  @Test
  void sayInOneLineWhatIsMissing() throws Exception {
    String script = recipes.resolve("debian-12/build.sh").toString();
    Outcome outcome =
        Command.of(Duration.ofSeconds(60), "bash", script, out.toString())
            .withEnvironment(Map.of("GOLEM_DEBIAN_KEYRING", "/nowhere/some-keyring.gpg"))
            .run();
    assertThat(outcome.isSuccess()).isFalse();
    assertThat(outcome.stderr().strip()).matches("(There is no|Missing tools:|This host's).*: .*");
  }

  /** As on a new machine, where apt has read the lists of one archive and not yet the other's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        Debian|bookworm|main|http://a.example/debian/
        $(ORIGIN)|$(RELEASE)|main|http://a.example/debian-security/
        """,
        """
        $(ORIGIN)|$(RELEASE)|main|http://a.example/debian-security/
        Debian|bookworm|main|http://a.example/debian/
        """,
        """
        Debian|bookworm|main|http://a.example/debian/
        Debian|bookworm-updates|main|http://a.example/debian/
        """
      })
  void takeSecurityUpdatesFromTheirOwnArchive(String sourcesOfTheHost) throws Exception {
    Outcome outcome =
        Command.of(
                Duration.ofSeconds(20),
                "bash",
                "-c",
                """
                . "$0"
                use_sources() { echo "$sources"; }
                apt-get() { cat; }
                use_debian bookworm
                """,
                recipes.resolve("lib/recipe.sh").toString())
            .withEnvironment(Map.of("GOLEM_DEBIAN_KEYRING", "/dev/null"))
            .withInput(sourcesOfTheHost)
            .runOrThrow();
    assertThat(outcome.stdout().lines())
        .containsExactly(
            "deb [signed-by=/dev/null] http://a.example/debian/ bookworm main",
            "deb [signed-by=/dev/null] http://a.example/debian/ bookworm-updates main",
            "deb [signed-by=/dev/null] http://a.example/debian-security/ bookworm-security main");
  }

  @Test
  void letAGuestReadWhatTheProviderWrites() throws Exception {
    assertThat(read(userData).isSuccess()).isTrue();
    assertThat(out.resolve("hostname")).hasContent("demo");
    assertThat(out.resolve("host_key")).hasContent(hostKey.privateKey().strip());
    assertThat(out.resolve("host_key.pub")).hasContent(hostKey.publicKey().toString());
    assertThat(out.resolve("authorized_keys")).hasContent(user + "\n" + user);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostname: demo          | hostname: demo; reboot
          hostname: demo          | hostname: $(reboot)
          hostname: demo          | runcmd: reboot
          #cloud-config           | #!/bin/sh
          - "ssh-ed25519          | - "command="reboot" ssh-ed25519
          - "ssh-ed25519          | - "ssh-dss
          - "ssh-ed25519          | - ssh-ed25519
          -----BEGIN OPENSSH      | reboot
          -----END OPENSSH        | $(reboot)
          """)
  void letAGuestRefuseAnythingElse(String ours, String theirs) throws Exception {
    assertThat(userData).contains(ours);
    assertThat(read(userData.replace(ours, theirs)).isSuccess()).isFalse();
  }

  @Test
  void letAGuestSkipMembersThatItDoesNotKnow() throws Exception {
    assertThat(read(userData + "users:\n  - default\n").isSuccess()).isTrue();
  }

  private Outcome read(String text) throws Exception {
    String script = recipes.resolve("lib/cloud-config.awk").toString();
    return Command.of(Duration.ofSeconds(20), "awk", "-v", "out=" + out, "-f", script)
        .withInput(text)
        .run();
  }
}
