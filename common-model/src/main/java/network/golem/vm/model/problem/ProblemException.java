package network.golem.vm.model.problem;

import org.jspecify.annotations.Nullable;

/** A refusal or failure that is to reach the caller as a {@link Problem}. */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  public ProblemException(ProblemCode code, String detail) {
    this(Problem.of(code, detail, null), null);
  }

  public ProblemException(ProblemCode code, String detail, String hint) {
    this(Problem.of(code, detail, hint), null);
  }

  public Problem problem() {
    return problem;
  }
}
