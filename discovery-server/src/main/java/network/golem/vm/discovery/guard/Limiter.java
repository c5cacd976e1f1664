package network.golem.vm.discovery.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * So many requests a minute for each key, which may come at once. Remembers a bounded number of
 * keys: a key that is forgotten starts with a full bucket, as one would have that was silent for a
 * minute. Thread-safe.
 */
final class Limiter {

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 20_000;

  private final int perMinute;
  private final TimeMeter time;
  private final Cache<Object, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterAccess(PERIOD).build();

  /**
   * @param perMinute 0 for no limit
   */
  Limiter(int perMinute, TimeMeter time) {
    this.perMinute = perMinute;
    this.time = time;
  }

  /**
   * What a request came to.
   *
   * @param remaining requests that may still come at once
   * @param reset seconds until all of them may come at once again
   * @param retryAfter seconds until the next may come; 0 when this one may
   */
  record Verdict(int limit, long remaining, long reset, long retryAfter) {

    boolean isRefused() {
      return retryAfter > 0;
    }
  }

  /** Counts a request; null when there is no limit. */
  @Nullable Verdict spend(Object key) {
    if (perMinute == 0) {
      return null;
    }
    ConsumptionProbe probe = buckets.get(key, _ -> full()).tryConsumeAndReturnRemaining(1);
    return new Verdict(
        perMinute,
        probe.getRemainingTokens(),
        seconds(probe.getNanosToWaitForReset()),
        probe.isConsumed() ? 0 : Math.max(1, seconds(probe.getNanosToWaitForRefill())));
  }

  /** About how many keys are remembered. */
  long keys() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }

  private Bucket full() {
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
        .build();
  }

  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, 1_000_000_000L);
  }
}
