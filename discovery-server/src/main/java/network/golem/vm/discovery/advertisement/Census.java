package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts the providers and how many of them are late. When more are late than can be believed to
 * have gone, the fault is likely to be on our side of the network: then silence is no reason to
 * stop showing a provider, until its own signed statement expires, ten minutes after it was made at
 * the latest. Thread-safe.
 */
@Component
class Census {

  private static final Logger log = LoggerFactory.getLogger(Census.class);

  /** Percent of the expected renewals; Eureka's threshold. */
  private static final int FEWEST_ON_TIME = 85;

  /** Of fewer than these, many may well go at the same time. */
  private static final int FEWEST_PROVIDERS = 10;

  /**
   * @param providers whose last statement has not expired
   * @param late of them, those that should have advertised again by now
   * @param preserving silence is borne
   */
  record Count(int providers, int late, boolean preserving) {}

  private final Index index;
  private final Pace pace;
  private final Clock clock;
  private volatile Count last = new Count(0, 0, false);

  Census(Index index, Pace pace, Clock clock) {
    this.index = index;
    this.pace = pace;
    this.clock = clock;
    take();
  }

  /** The last one taken. */
  Count last() {
    return last;
  }

  /** Counts anew. */
  final synchronized Count take() {
    long now = clock.millis();
    long punctual = now - pace.interval(last.providers()).plus(Pace.LATE).toMillis();
    int providers = 0;
    int late = 0;
    for (Entry entry : index.entries().values()) {
      Listing listing = entry.listing();
      if (listing != null && listing.expiresAt() > now) {
        providers++;
        late += listing.updatedAt() < punctual ? 1 : 0;
      }
    }
    boolean preserving =
        providers >= FEWEST_PROVIDERS
            && (providers - late) * 100L < (long) providers * FEWEST_ON_TIME;
    tell(new Count(providers, late, preserving));
    return last;
  }

  private void tell(Count count) {
    if (count.preserving() && !last.preserving()) {
      log.warn(
          "{} of {} providers are late: showing silent ones until their statements expire",
          count.late(),
          count.providers());
    } else if (!count.preserving() && last.preserving()) {
      log.info("providers are on time again, {} of {} late", count.late(), count.providers());
    }
    last = count;
  }
}
