package network.golem.vm.requestor;

import java.util.List;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
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
    List<String> suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? suggestions(command, unmatched)
            : List.of();
    String hint =
        suggestions.isEmpty()
            ? help
            : "did you mean " + String.join(" or ", suggestions) + "? " + help;
    return report(ExitCode.USAGE, String.valueOf(failure.getMessage()), hint, failure);
  }

  /** For a word that is no option, picocli's own measure finds too little in common. */
  private static List<String> suggestions(
      CommandLine command, UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().getFirst();
    List<String> near = word.startsWith("-") ? List.of() : Suggestions.of(command, word);
    return near.isEmpty() ? unmatched.getSuggestions() : near;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return switch (failure) {
      case Failure known -> report(known.exitCode(), known.detail(), known.hint(), known);
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

  private int report(ExitCode code, String detail, @Nullable String hint, Exception e) {
    around.terminal().error(detail, hint);
    if (around.debug()) {
      e.printStackTrace(around.terminal().err());
    }
    return code.status();
  }
}
