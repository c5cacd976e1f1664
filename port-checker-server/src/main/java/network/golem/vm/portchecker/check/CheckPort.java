package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Tries a port until it is reached, the attempts are used up or the deadline has come. Attempts
 * that get no answer share the deadline between them, one right after the other: a new connection
 * may take another way than the packets of the last. A port that says no, or something wrong, is
 * asked once more after a pause, in case its program was just starting; that it was said is no
 * chance, so more would only cost time.
 */
final class CheckPort {

  private static final int ASKED_WHEN_REFUSED = 2;

  private final Dialler dialler;
  private final Watch watch;
  private final int attempts;
  private final Duration pause;
  private final Duration deadline;

  /** Time as far as this class needs it. */
  interface Watch {

    /** Nanoseconds from some moment. */
    long now();

    void pause(Duration time) throws InterruptedException;
  }

  CheckPort(Dialler dialler, Watch watch, int attempts, Duration pause, Duration deadline) {
    this.dialler = dialler;
    this.watch = watch;
    this.attempts = attempts;
    this.pause = pause;
    this.deadline = deadline;
  }

  Outcome check(InetSocketAddress target, Evidence evidence)
      throws IOException, InterruptedException {
    long end = watch.now() + deadline.toNanos();
    Outcome outcome = dialler.dial(target, evidence, deadline.dividedBy(attempts));
    for (int done = 1; mayGoOn(outcome, done, end); done++) {
      if (outcome != Outcome.TIMED_OUT) {
        if (left(end).compareTo(pause) <= 0) {
          break;
        }
        watch.pause(pause);
      }
      outcome = dialler.dial(target, evidence, left(end).dividedBy(attempts - done));
    }
    return outcome;
  }

  private boolean mayGoOn(Outcome outcome, int done, long end) {
    return switch (outcome) {
      case ACCESSIBLE -> false;
      case TIMED_OUT -> done < attempts && left(end).isPositive();
      case REFUSED, UNREACHABLE, FOREIGN -> done < Math.min(attempts, ASKED_WHEN_REFUSED);
    };
  }

  private Duration left(long end) {
    return Duration.ofNanos(end - watch.now());
  }
}
