package network.golem.vm.proxy;

/** One address that connections come from. */
final class Source {

  /** So many connections in a row without an SSH identification are no accident. */
  private static final int PATIENCE = 10;

  /** A source that scans this slowly does no harm. */
  private static final long FORGIVEN_AFTER = 600_000_000_000L;

  private final Limits limits;
  private final Rate rate;
  private int connections;
  private int fruitless;
  private long lastFruitless;
  private long bannedUntil;
  private boolean banned;

  Source(Limits limits, long now) {
    this.limits = limits;
    this.rate = new Rate(limits.ratePerSource(), 10 * limits.ratePerSource(), now);
  }

  /** Whether one more connection is let in; if so it counts until {@link #left}. */
  boolean enter(long now) {
    if (isBanned(now) || isFull() || !rate.take(now)) {
      return false;
    }
    connections++;
    return true;
  }

  private boolean isFull() {
    return limits.perSource() > 0 && connections >= limits.perSource();
  }

  void left() {
    connections--;
  }

  /** It speaks SSH. */
  void identified() {
    fruitless = 0;
  }

  /**
   * A connection has ended that reached an SSH server and said nothing that it could use.
   *
   * @return whether the source is banned from now on
   */
  boolean scanned(long now) {
    if (now - lastFruitless > FORGIVEN_AFTER) {
      fruitless = 0;
    }
    lastFruitless = now;
    fruitless++;
    if (limits.ban().isZero() || banned || fruitless < PATIENCE) {
      return false;
    }
    banned = true;
    bannedUntil = now + limits.ban().toNanos();
    return true;
  }

  private boolean isBanned(long now) {
    if (banned && now - bannedUntil >= 0) {
      banned = false;
      fruitless = 0;
    }
    return banned;
  }

  boolean isIdle() {
    return connections == 0;
  }
}
