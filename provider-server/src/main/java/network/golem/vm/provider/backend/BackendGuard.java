package network.golem.vm.provider.backend;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how the backend does: after {@value #FAILURES} calls in a row that it did not answer,
 * it is taken for down until it gives a sign of life. Thread-safe.
 */
public final class BackendGuard {

  static final int FAILURES = 3;

  private final Clock clock;
  private int failures;
  private @Nullable Outage outage;

  BackendGuard(Clock clock) {
    this.clock = clock;
  }

  /**
   * A time in which the backend is asked for nothing but a sign of life.
   *
   * @param why what was heard last, for a person
   */
  public record Outage(String why, Instant since) {}

  /** Empty while the backend is taken for well. */
  public synchronized Optional<Outage> outage() {
    return Optional.ofNullable(outage);
  }

  /** Whether the last call, or more, was not answered. */
  synchronized boolean isInDoubt() {
    return failures > 0;
  }

  /** A call was not answered, or not in time; true when this makes it an outage. */
  synchronized boolean failed(String why) {
    failures++;
    if (failures < FAILURES) {
      return false;
    }
    boolean turned = outage == null;
    outage = new Outage(why, outage == null ? clock.instant() : outage.since());
    return turned;
  }

  /** The backend answered; true when this ends an outage. */
  synchronized boolean answered() {
    failures = 0;
    boolean turned = outage != null;
    outage = null;
    return turned;
  }
}
