package network.golem.vm.provider.backend.multipass;

import java.time.Duration;

/** Looking again and again, until a deadline. */
final class Patience {

  private final long end;
  private final Duration pause;

  Patience(Duration deadline, Duration pause) {
    this.end = System.nanoTime() + deadline.toNanos();
    this.pause = pause;
  }

  /** Waits a little; false, at once, when the deadline has passed. */
  boolean pause() throws InterruptedException {
    if (System.nanoTime() - end >= 0) {
      return false;
    }
    Thread.sleep(pause);
    return true;
  }
}
