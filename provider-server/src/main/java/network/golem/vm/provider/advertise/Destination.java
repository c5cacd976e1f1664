package network.golem.vm.provider.advertise;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import network.golem.vm.model.identity.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One discovery service, and when it is to hear from this provider again: as often as the owner
 * wants, less often when the service asks for that, and with back-off while it does not take what
 * it is told; but never before it said that one may try again. Used by one thread.
 */
final class Destination {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final DiscoveryClient discovery;
  private final Duration interval;
  private Instant due = Instant.MIN;

  /** Not even news before this: it has asked for rest. */
  private Instant restsUntil = Instant.MIN;

  private Duration retry = FIRST_RETRY;
  private @Nullable String obstacle;

  Destination(DiscoveryClient discovery, Duration interval) {
    this.discovery = discovery;
    this.interval = interval;
  }

  /**
   * Whether it is to be told.
   *
   * @param news is there something that it has not heard? Then it need not be its turn
   */
  boolean isDue(Instant now, boolean news) {
    return !now.isBefore(news ? restsUntil : due);
  }

  Instant due() {
    return due;
  }

  /** Why it did not take the last statement; null when it did. */
  @Nullable String obstacle() {
    return obstacle;
  }

  URI url() {
    return discovery.url();
  }

  /** Whether it took the statement or not, the next is due later. */
  void announce(String statement, Instant now) {
    try {
      Duration asked = discovery.announce(statement);
      due = now.plus(asked.compareTo(interval) > 0 ? asked : interval);
      retry = FIRST_RETRY;
      obstacle = null;
    } catch (DiscoveryClient.NotTaken e) {
      restsUntil = now.plus(e.retryAfter());
      due = latest(restsUntil, now.plus(retry));
      Duration doubled = retry.multipliedBy(2);
      retry = doubled.compareTo(interval) < 0 ? doubled : interval;
      obstacle = e.getMessage();
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Hears of it at once when it may be told again. */
  void withdraw(NodeId provider, String statement) throws DiscoveryClient.NotTaken {
    due = Instant.MIN;
    discovery.withdraw(provider, statement);
  }
}
