package network.golem.vm.server.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * So many requests a minute for each key, which may come at once. Remembers a bounded number of
 * keys: a key that is forgotten starts with a full bucket, as one would have that was silent for a
 * minute. Thread-safe.
 *
 * @param <K> whom to count for, by its {@code equals}: an address, a node id
 */
public final class Limiter<K> {

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 20_000;

  private final int perMinute;
  private final TimeMeter time;
  private final Cache<K, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterAccess(PERIOD).build();

  /**
   * @param perMinute requests a minute for one key; 0 for no limit
   */
  public Limiter(int perMinute) {
    // The wall clock may be set, and would then stop the refill or fill every bucket.
    this(perMinute, TimeMeter.SYSTEM_NANOTIME);
  }

  Limiter(int perMinute, TimeMeter time) {
    this.perMinute = perMinute;
    this.time = time;
  }

  /** Counts a request, unless there are too many. */
  public Allowance spend(K key) {
    if (perMinute == 0) {
      return Allowance.UNLIMITED;
    }
    ConsumptionProbe probe = buckets.get(key, _ -> full()).tryConsumeAndReturnRemaining(1);
    return new Allowance(
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
