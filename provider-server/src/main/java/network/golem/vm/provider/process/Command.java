package network.golem.vm.provider.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, with its arguments. No shell reads them. Arguments and environment are visible
 * to other users of the host and arguments appear in messages; a secret goes in by {@code input},
 * which never does.
 *
 * @param input what the program reads from its standard input, in UTF-8; by default nothing
 * @param deadline how long it may take; past it, it is killed with its descendants
 * @param environment variables in addition to those of this process
 * @param directory where it runs; by default where this process does
 */
public record Command(
    List<String> arguments,
    Duration deadline,
    @Nullable String input,
    Map<String, String> environment,
    @Nullable Path directory) {

  private static final int LONGEST_TEXT = 400;

  public Command {
    if (arguments.isEmpty() || deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException(
          "a command has a program and a deadline: " + arguments + ", " + deadline);
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public static Command of(Duration deadline, String... arguments) {
    return new Command(List.of(arguments), deadline, null, Map.of(), null);
  }

  public Command withInput(String text) {
    return new Command(arguments, deadline, text, environment, directory);
  }

  public Command withEnvironment(Map<String, String> variables) {
    return new Command(arguments, deadline, input, variables, directory);
  }

  public Command inDirectory(Path path) {
    return new Command(arguments, deadline, input, environment, path);
  }

  /** Runs the program to its end, whatever its exit code. */
  public Outcome run() throws CommandException, InterruptedException {
    return run(_ -> {});
  }

  /**
   * Runs the program to its end, whatever its exit code.
   *
   * @param listener hears the standard output piece by piece as it comes, in another thread; what
   *     it throws ends the program and is thrown here
   */
  public Outcome run(Consumer<String> listener) throws CommandException, InterruptedException {
    return Run.of(this, listener);
  }

  /** Runs the program, for which every exit code but 0 is a failure. */
  public Outcome runOrThrow() throws CommandException, InterruptedException {
    Outcome outcome = run();
    if (!outcome.isSuccess()) {
      throw new CommandException.Failed(this, outcome);
    }
    return outcome;
  }

  /** The program and its arguments, as in a shell, cut in the middle when long. */
  @Override
  public String toString() {
    return Excerpt.of(
        arguments.stream().map(Command::quoted).collect(Collectors.joining(" ")), LONGEST_TEXT);
  }

  private static String quoted(String argument) {
    return argument.isEmpty() || argument.chars().anyMatch(Character::isWhitespace)
        ? "'" + argument + "'"
        : argument;
  }
}
