package network.golem.vm.discovery.advertisement;

import java.time.Duration;
import network.golem.vm.discovery.settings.DiscoverySettings;
import org.springframework.stereotype.Component;

/**
 * How often providers are to advertise, and for how long their silence is borne. The more there
 * are, the less often each, so that the writes stay under the configured rate; never so seldom that
 * a statement, which lives ten minutes at most, ends before the next.
 */
@Component
class Pace {

  static final Duration SHORTEST = Duration.ofMinutes(4);
  static final Duration LONGEST = Duration.ofMinutes(9);

  /** For a second attempt, and for a clock that is a little slow. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** From then on a renewal counts as missing. */
  static final Duration LATE = Duration.ofSeconds(15);

  private final int writesPerSecond;

  Pace(DiscoverySettings settings) {
    this.writesPerSecond = settings.writesPerSecond();
  }

  /** After how long a provider is to advertise again when there are so many. */
  Duration interval(int providers) {
    Duration needed = Duration.ofSeconds(Math.ceilDiv(providers, writesPerSecond));
    if (needed.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return needed.compareTo(LONGEST) > 0 ? LONGEST : needed;
  }

  /** After how much silence a provider is taken for gone. */
  Duration patience(int providers) {
    return interval(providers).plus(GRACE);
  }
}
