package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import network.golem.vm.requestor.settings.Key;
import network.golem.vm.test.reference.CommandReference;
import network.golem.vm.test.reference.Docs;
import network.golem.vm.test.reference.Links;
import network.golem.vm.test.reference.SettingsReference;
import network.golem.vm.test.reference.ShownCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages say of golem is what it does. */
class ReferenceTest {

  private static final Pattern VARIABLE = Pattern.compile("\\bGOLEM_REQUESTOR_[A-Z_]*[A-Z]\\b");

  private final CommandLine golem = CommandTree.whole(Commands.session());

  @Test
  void everyCommandIsDescribed() {
    Docs.hold("commands.md", "golem", CommandReference.of(golem, Set.of()));
  }

  @Test
  void everySettingIsDescribed() {
    var rows = Arrays.stream(Key.values()).map(ReferenceTest::row).toList();
    Docs.hold("settings.md", "golem", SettingsReference.of(rows));
  }

  @Test
  void everyShownCommandIsUnderstood() {
    ShownCommand.understood(golem, "golem");
  }

  @Test
  void everyNamedVariableIsASetting() {
    var variables = Arrays.stream(Key.values()).map(Key::variable).toList();
    Docs.pages()
        .forEach(page ->
            assertThat(VARIABLE.matcher(Docs.read(page)).results().map(MatchResult::group))
                .as("settings that %s names", page)
                .isSubsetOf(variables));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    assertThat(Docs.pages().stream().flatMap(page -> Links.broken(page).stream())).isEmpty();
  }

  private static SettingsReference.Row row(Key key) {
    String flag = key.isInFile() ? "--" + key.word() : "";
    return new SettingsReference.Row(flag, key.variable(), key.usual(), key.meaning());
  }
}
