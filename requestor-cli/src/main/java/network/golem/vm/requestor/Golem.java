package network.golem.vm.requestor;

import java.util.Arrays;
import java.util.List;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code golem} command. */
public final class Golem {

  static {
    // What picocli looks for each time it starts, and what golem has no use for.
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
  }

  private Golem() {}

  public static void main(String[] arguments) {
    int status = run(Surroundings.ofProcess(), arguments);
    if (status == ExitCode.DONE.status()) {
      Runtime.getRuntime()
          .halt(status); // all is said; exit would load Java's loggers to say nothing
    }
    System.exit(status);
  }

  /** Runs one command and answers its exit status. */
  static int run(Surroundings around, String... typed) {
    String[] arguments = helpInPlace(typed);
    GolemCommand golem = new GolemCommand(new GlobalOptions());
    Session session = new Session(around, golem.options);
    CommandLine line = CommandTree.build(golem, session, List.of(arguments));
    FailureReport report = new FailureReport(around);
    line.setOut(around.terminal().out())
        .setErr(around.terminal().err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(report)
        .setExecutionExceptionHandler(report)
        .setExecutionStrategy(parsed -> {
          session.begin();
          return execute(parsed, session.isAskedForCsv());
        });
    int status = line.execute(arguments);
    try {
      around.terminal().flush();
      return status;
    } catch (Failure e) {
      return status == ExitCode.DONE.status() ? report.report(e) : status;
    }
  }

  /** {@code golem help vm create} is {@code golem vm create --help}. */
  private static String[] helpInPlace(String... typed) {
    if (typed.length == 0 || !typed[0].equals("help")) {
      return typed;
    }
    String[] arguments = Arrays.copyOfRange(typed, 1, typed.length + 1);
    arguments[typed.length - 1] = "--help";
    return arguments;
  }

  /** A noun alone does nothing; say what there is. */
  private static int execute(CommandLine.ParseResult parsed, boolean csv) {
    List<CommandLine> path = parsed.asCommandLineList();
    CommandLine last = path.getLast();
    refuseUnknownCommand(last);
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    if (!last.getSubcommands().isEmpty()) {
      last.usage(last.getErr());
      return ExitCode.USAGE.status();
    }
    if (csv) {
      refuseCsvOfNoList(last);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static void refuseCsvOfNoList(CommandLine last) {
    if (!Listing.isOf(last.getCommandSpec())) {
      throw new ParameterException(
          last,
          last.getCommandSpec().qualifiedName()
              + " prints no list, and csv is for lists: --output must be table, json or yaml");
    }
  }

  /** Asked for help, picocli overlooks words that it does not know. */
  private static void refuseUnknownCommand(CommandLine last) {
    List<String> unmatched = last.getParseResult().unmatched();
    if (!last.getSubcommands().isEmpty() && !unmatched.isEmpty()) {
      throw new UnmatchedArgumentException(last, unmatched);
    }
  }
}
