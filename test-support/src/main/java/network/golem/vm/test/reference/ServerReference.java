package network.golem.vm.test.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.golem.vm.server.start.ServerCommand;

/** What the pages say of a server's program, held to the program. */
public final class ServerReference {

  private static final Pattern VARIABLE = Pattern.compile("\\b(?:[A-Z]+_)+[A-Z_]*[A-Z]\\b");

  private final ServerCommand<?> program;

  public ServerReference(ServerCommand<?> program) {
    this.program = program;
  }

  private String name() {
    return program.commandLine().getCommandName();
  }

  /** {@code commands.md} has every command. */
  public void holdCommands() {
    Docs.hold(
        "commands.md",
        name(),
        CommandReference.of(program.commandLine(), program.settings().byFlag().keySet()));
  }

  /** {@code settings.md} has every setting. */
  public void holdSettings() {
    List<SettingsReference.Row> rows =
        program.settings().entries().stream()
            .map(setting ->
                new SettingsReference.Row(
                    setting.flag(),
                    program.settings().variable(setting.component()),
                    Optional.ofNullable(setting.defaultValue()).orElse(""),
                    setting.description()))
            .toList();
    Docs.hold("settings.md", name(), SettingsReference.of(rows));
  }

  /** Every command that a page shows would be understood. */
  public void understandsShownCommands(String... names) {
    ShownCommand.understood(program.commandLine(), names);
  }

  /**
   * Every variable that a page names is one.
   *
   * @param prefix of those that can only be settings of this program
   */
  public void hasNamedVariables(String prefix) {
    for (Path page : Docs.pages()) {
      Stream<String> named = VARIABLE.matcher(Docs.read(page)).results().map(MatchResult::group);
      assertThat(named.filter(name -> name.startsWith(prefix)))
          .as("settings that %s names", page)
          .isSubsetOf(program.settings().byVariable().keySet());
    }
  }
}
