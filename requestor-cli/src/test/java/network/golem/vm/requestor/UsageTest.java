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

/** Help, settings, and what is wrong before anybody is asked. */
class UsageTest {

  @TempDir Path home;
  private User user;

  @BeforeEach
  void begin() {
    user = new User(home);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vm",
        "vm providers",
        "vm create",
        "vm ssh",
        "vm exec",
        "vm cp",
        "vm forward",
        "vm ssh-config",
        "vm list",
        "vm info",
        "vm start",
        "vm stop",
        "vm restart",
        "vm resize",
        "vm rename-local",
        "vm destroy",
        "vm purge",
        "vm events",
        "vm stats",
        "vm logs",
        "vm console",
        "identity",
        "identity show",
        "identity export",
        "identity import",
        "provider",
        "provider show",
        "config",
        "config get",
        "config set",
        "config list",
        "config path",
        "doctor",
        "completion",
        "version"
      })
  void everyCommandHasHelpAndVersion(String command) {
    Outcome help = user.types((command + " --help").strip().split(" ", -1));
    assertThat(help.status()).isZero();
    assertThat(help.out()).startsWith("Usage: golem " + command);
    assertThat(help.err()).isEmpty();
    assertThat(user.types((command + " --version").strip().split(" ", -1)).out())
        .startsWith("golem ");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void helpIsAWordToo() {
    assertThat(user.types("help", "vm", "list")).isEqualTo(user.types("vm", "list", "--help"));
    assertThat(user.types("help").out()).startsWith("Usage: golem");
  }

  @Test
  void helpOfANounNamesAllItsVerbs() {
    assertThat(user.types("vm", "--help").out())
        .contains("providers", "create", "ssh", "list", "info", "start", "stop", "destroy")
        .contains("restart", "resize", "rename-local", "purge", "events", "stats");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vm create demo --cpu 0            | '--cpu': '0' must be a whole number from 1 to 256",
        "vm create demo --cpu two          | '--cpu': 'two' must be a whole number",
        "vm create demo --memory 4097      | '--memory': '4097' must be a whole number from 1 to 4096",
        "vm create demo --storage 65537    | '--storage': '65537' must be a whole number from 1 to",
        "vm create demo --timeout 10       | '--timeout': '10' must be a time from 1s to 24h",
        "vm create demo --timeout 25h      | '--timeout': '25h' must be a time from 1s to 24h",
        "vm create Demo                    | NAME: 'Demo' must be 3 to 40 of a-z",
        "vm create de--mo                  | 'de--mo' must be 3 to 40 of a-z",
        "vm create                         | Missing required parameter: 'NAME'",
        "vm providers --country Sweden     | '--country' (CC): 'Sweden' must be a two-letter country code",
        "vm list -o xml                    | '--output': 'xml' must be table, json, yaml or csv",
        "vm info demo -o csv               | golem vm info prints no list, and csv is for lists",
        "vm create demo -o csv             | --output must be table, json or yaml",
        "vm list --discovery-url ftp://x   | --discovery-url is 'ftp://x': must be an address like",
        "vm lost                           | golem vm has no command 'lost'",
        "vm lost --help                    | golem vm has no command 'lost'",
        "vm list lost                      | golem vm list does not take 'lost'",
        "vm list --offlin                  | golem vm list has no option '--offlin'",
      })
  void namesOptionValueAndRange(String command, String detail) {
    Outcome outcome = user.types(command.split(" ", -1));
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(2);
    assertThat(outcome.err()).startsWith("error: ").contains(detail).contains("hint: ");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void printsATableOfWhatIsNoListWhereListsAreSetToBeCsv() {
    user.environment.put("GOLEM_REQUESTOR_OUTPUT", "csv");
    assertThat(user.types("version").out()).startsWith("golem ");
    assertThat(user.types("config", "list").out()).startsWith("key,value,origin");
  }

  @ParameterizedTest
  @CsvSource({"vm lsit, list", "vm crete demo, create", "vm list --offlin, --offline"})
  void suggestsWhatWasMeant(String command, String meant) {
    Outcome outcome = user.types(command.split(" ", -1));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("hint: did you mean ").contains(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "ssh demo,             golem vm ssh",
    "create x --cpu 2,     golem vm create",
    "rm demo --yes,        golem vm destroy",
    "list --help,          golem vm list or golem config list",
    "providers,            golem vm providers",
    "provdier,             provider",
  })
  void saysWhichNounWasLeftOut(String command, String meant) {
    Outcome outcome = user.types(command.split(" ", -1));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("error: golem has no command '")
        .contains("hint: did you mean " + meant + "? see: golem --help");
  }

  @Test
  void aNounAloneShowsItsVerbs() {
    Outcome outcome = user.types("vm");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Usage: golem vm");
  }

  @Test
  void knowsWhenThereIsNoSuchVm() {
    assertThat(user.types("vm", "info", "demo").status()).isEqualTo(3);
  }

  @Test
  void takesSettingsFromFlagThenEnvironmentThenFileThenDefault() throws IOException {
    assertThat(user.types("vm", "providers").err()).contains("127.0.0.1:9001");
    Files.writeString(
        home.resolve(".env"),
        "# mine\nexport GOLEM_REQUESTOR_DISCOVERY_URL=\"http://127.0.0.1:3\"\n");
    assertThat(user.types("vm", "providers").err()).contains("http://127.0.0.1:3:");
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", "http://127.0.0.1:2/");
    assertThat(user.types("vm", "providers").err()).contains("http://127.0.0.1:2:");
    assertThat(user.types("vm", "providers", "--discovery-url", "http://127.0.0.1:1").err())
        .contains("http://127.0.0.1:1:");
  }

  @Test
  void keepsItsFilesUnderTheBaseDirectory() {
    user.environment.put("GOLEM_REQUESTOR_BASE_DIR", "~/elsewhere");
    assertThat(user.types("identity", "show").out())
        .contains(home.resolve("elsewhere/requestor/identity.pem").toString());
  }

  @Test
  void saysWhichDirectoryCannotBeUsed() throws IOException {
    Files.writeString(home.resolve(".golem"), "in the way");
    Outcome outcome = user.types("identity", "show");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: cannot read " + home.resolve(".golem"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vm list -o json", "vm list -o csv", "identity export -", "version", "--help"})
  void saysThatWhatItPrintsIsLost(String command) {
    Outcome outcome = user.lacksRoom(command.split(" ", -1));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            "error: standard output cannot be written to: No space left on device");
  }

  @Test
  void saysFirstOfAllWhatElseFailed() {
    Outcome outcome = user.lacksRoom("vm", "info", "demo");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("there is no VM").doesNotContain("standard output");
  }

  @Test
  void showsTheStackTraceOnlyOnRequest() {
    assertThat(user.types("vm", "info", "demo").err()).doesNotContain("at network.golem");
    user.environment.put("GOLEM_DEBUG", "1");
    assertThat(user.types("vm", "info", "demo").err()).contains("at network.golem");
  }
}
