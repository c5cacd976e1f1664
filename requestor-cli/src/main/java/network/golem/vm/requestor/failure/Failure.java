package network.golem.vm.requestor.failure;

import org.jspecify.annotations.Nullable;

/**
 * A command that could not do what it was asked. The message says what failed and why; the hint
 * what to do about it.
 */
public class Failure extends RuntimeException {

  private final ExitCode exitCode;
  private final @Nullable String hint;

  public Failure(ExitCode exitCode, String detail, @Nullable String hint) {
    this(exitCode, detail, hint, null);
  }

  public Failure(
      ExitCode exitCode, String detail, @Nullable String hint, @Nullable Throwable cause) {
    super(detail, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public @Nullable String hint() {
    return hint;
  }

  /** What failed and why. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
