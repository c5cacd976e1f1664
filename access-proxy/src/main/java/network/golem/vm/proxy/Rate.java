package network.golem.vm.proxy;

/** A token bucket: so many events a second on average, and some at once. */
final class Rate {

  private static final double NANOS = 1e9;

  private final int perSecond;
  private final int burst;
  private double left;
  private long filledAt;

  /**
   * @param perSecond 0 is no limit
   * @param burst how many may come at once
   */
  Rate(int perSecond, int burst, long now) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = burst;
    this.filledAt = now;
  }

  /** Whether one more may pass now; if so it has passed. */
  boolean take(long now) {
    if (perSecond == 0) {
      return true;
    }
    left = Math.min(burst, left + (now - filledAt) / NANOS * perSecond);
    filledAt = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
