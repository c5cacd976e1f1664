package network.golem.vm.provider.vm;

import java.time.Duration;
import java.util.Locale;

/** What is done with VMs, and how it ends. */
public final class Operation {

  private Operation() {}

  /** What is done. */
  public enum Kind {
    CREATE,
    START,
    STOP,
    RESIZE,
    DESTROY,
    /** A VM that was lost sight of is sought. */
    FIND;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it ended. */
  public enum Outcome {
    DONE,
    FAILED,
    /** Not done yet; the reconciler takes it up again. */
    POSTPONED,
    /** Something else was wanted meanwhile, or the provider shut down. */
    GIVEN_UP;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An event: an operation has come to its end. */
  public record Ended(Kind kind, Outcome outcome, Duration took) {}
}
