package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {

  @TempDir Path home;
  private User user;
  private Path file;

  @BeforeEach
  void begin() {
    user = new User(home);
    file = home.resolve(".golem/config.toml");
  }

  @Test
  void showsEachValueWithItsOrigin() throws IOException {
    set("output", "table");
    set("discovery-url", "http://127.0.0.1:5");
    assertThat(origins()).contains("http://127.0.0.1:5", file.toString(), "base-dir", "default");
    Files.writeString(home.resolve(".env"), "GOLEM_REQUESTOR_DISCOVERY_URL=http://127.0.0.1:4\n");
    assertThat(origins())
        .contains("http://127.0.0.1:4", "GOLEM_REQUESTOR_DISCOVERY_URL in .env")
        .doesNotContain(":5");
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", "http://127.0.0.1:3");
    assertThat(origins()).contains("http://127.0.0.1:3").doesNotContain(".env");
    assertThat(succeeds("config", "list", "--discovery-url", "http://127.0.0.1:2").out())
        .containsPattern("discovery-url +http://127.0.0.1:2 +--discovery-url");
  }

  @Test
  void takesSettingsFromTheFile() {
    set("discovery-url", "http://127.0.0.1:5");
    assertThat(user.types("vm", "providers").err()).contains("http://127.0.0.1:5:");
    set("output", "json");
    assertThat(succeeds("vm", "list").out()).startsWith("[");
    assertThat(succeeds("config", "get", "discovery-url", "-o", "table").out())
        .isEqualToIgnoringNewLines("http://127.0.0.1:5");
  }

  @Test
  void keepsCommentsAndContextsWhenItChangesALine() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        # mine
        discovery-url = "http://127.0.0.1:5"

        [contexts.test] # for trying
        discovery-url = "http://127.0.0.1:6"
        """);
    set("discovery-url", "http://127.0.0.1:7");
    assertThat(file)
        .hasContent(
            """
            # mine
            discovery-url = "http://127.0.0.1:7"

            [contexts.test] # for trying
            discovery-url = "http://127.0.0.1:6"
            """);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void speaksOfAnotherNetworkInAContext() {
    assertThat(
            succeeds("config", "set", "discovery-url", "http://127.0.0.1:6", "--context", "test")
                .err())
        .isEmpty();
    assertThat(user.types("vm", "providers", "--context", "test").err()).contains(":6:");
    assertThat(user.types("vm", "providers").err()).contains(":9001:");
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", "http://127.0.0.1:5");
    assertThat(user.types("vm", "providers", "--context", "test").err()).contains(":6:");
    assertThat(user.types("vm", "providers").err()).contains(":5:");
    user.environment.remove("GOLEM_REQUESTOR_DISCOVERY_URL");
    set("context", "test");
    assertThat(user.types("vm", "providers").err()).contains(":6:");
    assertThat(succeeds("config", "list").out()).contains("[contexts.test]");
    set("context", "");
    assertThat(user.types("vm", "providers").err()).contains(":9001:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config get colour                        | 2 | there is no setting 'colour'",
        "config set colour red                    | 2 | there is no setting 'colour'",
        "config set discovery-url ftp://x         | 2 | discovery-url is 'ftp://x': must be an address",
        "config set output xml                    | 2 | must be table, json, yaml or csv",
        "config set base-dir /x                   | 2 | cannot stand in it",
        "config set context lost                  | 3 | there is no context 'lost'",
        "config set output json --context A/B     | 2 | the context 'A/B' must be",
        "vm list --context lost                   | 3 | there is no context 'lost' (--context)",
      })
  void refusesWhatCannotHold(String command, int status, String detail) {
    Outcome outcome = user.types(command.split(" ", -1));
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(status);
    assertThat(outcome.err()).contains("error: ").contains(detail);
    assertThat(file).doesNotExist();
  }

  @Test
  void namesWhatIsWrongInTheFile() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "discovry-url = \"http://127.0.0.1:5\"\n");
    assertThat(user.types("vm", "list").err())
        .contains("error: " + file + ", line 1: there is no setting 'discovry-url'", "choose from");
    Files.writeString(file, "# mine\noutput = \"json\"\n\n[contexts.a]\noutput = 1\n");
    assertThat(user.types("vm", "list").err())
        .contains(file + ", line 5: 'output' must be a text in quotes", "move the file away");
    Files.writeString(file, "base-dir = \"/x\"\n");
    assertThat(user.types("vm", "list").err()).contains(", line 1: 'base-dir' cannot stand in");
    Files.writeString(file, "# mine\n\ndiscovery-url = \n");
    assertThat(user.types("vm", "list").err()).contains(file + ", line 3: ");
    assertThat(user.types("config", "set", "output", "json").err()).contains(file + ", line 3: ");
    set("discovery-url", "http://127.0.0.1:5"); // which mends it
  }

  @ParameterizedTest
  @ValueSource(strings = {"discovery-url = \n", "outptu = \"json\"\n", "output = \"xml\"\n"})
  void tellsVersionAndDiagnosisWhateverStandsInTheFile(String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(succeeds("version").out()).startsWith("golem ");
    assertThat(succeeds("version", "-o", "json").out()).startsWith("{");
    Outcome doctor = user.types("doctor");
    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.out()).containsPattern("failed +settings").containsPattern("ok +java");
  }

  @Test
  void showsTheFlagThatSaysHowItIsPrinted() {
    assertThat(succeeds("config", "list", "-o", "json").out())
        .containsPattern("\"output\",\\s+\"value\" : \"json\",\\s+\"origin\" : \"--output\"");
  }

  @Test
  void saysThatTheEnvironmentOverridesWhatIsSet() {
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", "http://127.0.0.1:3");
    assertThat(succeeds("config", "set", "discovery-url", "http://127.0.0.1:5").err())
        .contains("is still http://127.0.0.1:3", "GOLEM_REQUESTOR_DISCOVERY_URL");
  }

  @Test
  void tellsWhereItsFileIs() {
    user.environment.put("GOLEM_REQUESTOR_BASE_DIR", "~/elsewhere");
    assertThat(succeeds("config", "path").out())
        .isEqualToIgnoringNewLines(home.resolve("elsewhere/config.toml").toString());
  }

  private void set(String key, String value) {
    succeeds("config", "set", key, value);
  }

  private String origins() {
    return succeeds("config", "list").out();
  }

  private Outcome succeeds(String... arguments) {
    Outcome outcome = user.types(arguments);
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }
}
