package network.golem.vm.provider.process;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A program did not do what was expected of it. The message names the program, its arguments and
 * the output.
 */
public abstract sealed class CommandException extends Exception {

  private final Command command;
  private final String message;

  private CommandException(Command command, String what, @Nullable Throwable cause) {
    super(cause);
    this.command = command;
    this.message = "`" + command + "` " + what;
  }

  @Override
  public String getMessage() {
    return message;
  }

  public Command command() {
    return command;
  }

  /** The program is missing or cannot be executed. */
  public static final class NotStarted extends CommandException {
    NotStarted(Command command, IOException cause) {
      super(command, "did not start: " + cause.getMessage(), cause);
    }
  }

  /**
   * It was killed, with its descendants, at its deadline. What it had asked others to do may go on.
   */
  public static final class TimedOut extends CommandException {
    private final Outcome outcome;

    TimedOut(Command command, Outcome outcome) {
      super(
          command,
          "was not done in "
              + command.deadline().toMillis() / 1000.0
              + " s and was killed: "
              + outcome.excerpt(),
          null);
      this.outcome = outcome;
    }

    /** Its output up to then; the exit code says nothing. */
    public Outcome outcome() {
      return outcome;
    }
  }

  /** It ended with an exit code that means failure. */
  public static final class Failed extends CommandException {
    private final Outcome outcome;

    public Failed(Command command, Outcome outcome) {
      super(command, "ended with exit code " + outcome.exitCode() + ": " + outcome.excerpt(), null);
      this.outcome = outcome;
    }

    public Outcome outcome() {
      return outcome;
    }
  }
}
