package network.golem.vm.requestor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Patience;
import network.golem.vm.requestor.settings.Surroundings;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine;

/** All commands that are shown to users. */
final class Commands {

  private Commands() {}

  static List<CommandLine> all() {
    List<CommandLine> all = new ArrayList<>();
    collect(CommandTree.whole(session()), all);
    return all;
  }

  static Session session() {
    Surroundings nowhere =
        new Surroundings(
            Terminal.ofProcess(Map.of()),
            Map.of(),
            Path.of("/nonexistent"),
            Clock.systemUTC(),
            Patience.USUAL);
    return new Session(nowhere, new GlobalOptions());
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      all.add(command);
      new LinkedHashSet<>(command.getSubcommands().values()).forEach(child -> collect(child, all));
    }
  }
}
