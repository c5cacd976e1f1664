package network.golem.vm.requestor.completion;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Patience;
import network.golem.vm.requestor.settings.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What the shells' scripts call at every press of the tabulator key. */
@Command(name = Complete.NAME, hidden = true, description = "For the scripts of golem completion.")
public final class Complete implements Runnable {

  public static final String NAME = "__complete";

  /** Nobody waits longer for a list to choose from. */
  private static final Patience LITTLE =
      new Patience(
          Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO);

  private final Session session;
  private final BiFunction<GlobalOptions, List<String>, CommandLine> tree;

  @Parameters(
      arity = "1..*",
      paramLabel = "WORD",
      description = "After --, without the program's name; the last is the one at the cursor.")
  List<String> words = List.of();

  /**
   * @param tree makes the commands that words name, whose global options go into the object
   */
  public Complete(Session session, BiFunction<GlobalOptions, List<String>, CommandLine> tree) {
    this.session = session;
    this.tree = tree;
  }

  @Override
  public void run() {
    List<String> before = words.subList(0, words.size() - 1);
    GlobalOptions options = new GlobalOptions();
    CommandLine program = tree.apply(options, before);
    read(program, before);
    Values values = new Values(new Session(hurried(session.around()), options));
    Completion.of(program, before, words.getLast(), values)
        .lines()
        .forEach(session.terminal()::print);
  }

  /**
   * For the options that decide whom to ask; the line is not finished, so what is wrong is not
   * said.
   */
  private static void read(CommandLine program, List<String> before) {
    try {
      program.setUnmatchedArgumentsAllowed(true).parseArgs(before.toArray(String[]::new));
    } catch (ParameterException e) {
      // The line is not finished; what was read until there counts.
    }
  }

  private static Surroundings hurried(Surroundings around) {
    return new Surroundings(
        around.terminal(), around.environment(), around.workingDirectory(), around.clock(), LITTLE);
  }
}
