package network.golem.vm.requestor;

import java.util.List;
import java.util.Objects;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.Spelling;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Surroundings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever goes wrong into one sentence, a hint and an exit status. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Surroundings around;

  FailureReport(Surroundings around) {
    this.around = around;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String help = "see: " + command.getCommandSpec().qualifiedName() + " --help";
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return report(ExitCode.USAGE, detail(failure), help, failure);
    }
    String hint = meant(command, unmatched) + help;
    return report(ExitCode.USAGE, detail(command, unmatched), hint, failure);
  }

  /** A person knows a parameter by its name. */
  private static String detail(ParameterException failure) {
    return String.valueOf(failure.getMessage())
        .replaceFirst(
            "^Invalid value for positional parameter at index \\S+ \\((.+?)\\): ", "$1: ");
  }

  private static String detail(CommandLine command, UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().getFirst();
    String name = command.getCommandSpec().qualifiedName();
    if (word.startsWith("-")) {
      return name + " has no option '" + word + "'";
    }
    return name
        + (command.getSubcommands().isEmpty() ? " does not take '" : " has no command '")
        + word
        + "'";
  }

  /** For options picocli has a measure of its own. */
  private String meant(CommandLine command, UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().getFirst();
    if (!word.startsWith("-")) {
      List<String> verbs = command.getParent() == null ? verbs(word) : List.of();
      return verbs.isEmpty()
          ? Spelling.meant(word, command.getSubcommands().keySet())
          : "did you mean " + String.join(" or ", verbs) + "? ";
    }
    List<String> near = unmatched.getSuggestions();
    return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
  }

  /** The commands that are called {@code word} after a noun, which was left out. */
  private List<String> verbs(String word) {
    Session session = new Session(around, new GlobalOptions());
    return CommandTree.whole(session).getSubcommands().values().stream()
        .map(noun -> noun.getSubcommands().get(word))
        .filter(Objects::nonNull)
        .map(verb -> verb.getCommandSpec().qualifiedName())
        .toList();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return switch (failure) {
      case Failure known -> report(known);
      case InvalidValueException invalid ->
          report(ExitCode.USAGE, String.valueOf(invalid.getMessage()), null, invalid);
      default ->
          report(
              ExitCode.FAILED,
              "this should not have happened: " + failure,
              "run it again with GOLEM_DEBUG=1 and report what it says",
              failure);
    };
  }

  /** Says what failed, and answers the exit status of that. */
  int report(Failure failure) {
    return report(failure.exitCode(), failure.detail(), failure.hint(), failure);
  }

  private int report(ExitCode code, String detail, @Nullable String hint, Exception e) {
    around.terminal().error(detail, hint);
    if (around.debug()) {
      e.printStackTrace(around.terminal().err());
    }
    return code.status();
  }
}
