package network.golem.vm.portchecker.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import org.springframework.stereotype.Component;

/**
 * How often one address, and all together, may ask. What it remembers is bounded: of addresses that
 * are too many to remember, the total still holds. Thread-safe.
 */
@Component
public class RateLimit {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 20_000;

  /** A household is given at least this much of IPv6, so its single addresses mean nothing. */
  private static final int IPV6_PREFIX_BYTES = 8;

  private final int perAddress;
  private final Cache<ByteBuffer, Bucket> addresses =
      Caffeine.newBuilder()
          .maximumSize(MOST_ADDRESSES)
          .expireAfterAccess(MINUTE.multipliedBy(2))
          .build();
  private final Bucket all;

  RateLimit(PortCheckerSettings settings) {
    this.perAddress = settings.rateLimit();
    this.all = perMinute(settings.totalRateLimit());
  }

  /** Counts a request, or refuses it. */
  public void admit(InetAddress caller) {
    Bucket own = addresses.get(household(caller), _ -> perMinute(perAddress));
    spend(own, caller.getHostAddress() + " may ask " + perAddress + " times a minute");
    spend(all, "this port checker is asked by too many at once");
  }

  private static void spend(Bucket bucket, String why) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds();
      throw new ProblemException(
          Problem.of(ProblemCode.RATE_LIMITED, why, "Try again in " + seconds + " s.")
              .with(Problem.RETRY_AFTER, seconds));
    }
  }

  private static Bucket perMinute(int requests) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, MINUTE))
        .build();
  }

  private static ByteBuffer household(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES) : bytes);
  }
}
