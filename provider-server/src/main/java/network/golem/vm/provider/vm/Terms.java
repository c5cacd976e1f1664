package network.golem.vm.provider.vm;

import java.time.Duration;
import java.time.Instant;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.Resources;
import org.jspecify.annotations.Nullable;

/**
 * On what terms the owner rents out.
 *
 * @param offer what is rented out in all
 * @param smallest the smallest VM that is made
 * @param maxVms how many VMs there may be at a time
 * @param quota how much one requestor may hold
 * @param clientele who may rent
 * @param longest how long a rental lasts at most; null for no end
 * @param expiryGrace from the end of a rental until its VM is destroyed
 */
record Terms(
    Capacity offer,
    Resources smallest,
    int maxVms,
    Quota quota,
    Clientele clientele,
    @Nullable Duration longest,
    Duration expiryGrace) {

  /** When a rental of that many seconds ends which begins now; null where it has no end. */
  @Nullable Instant end(Instant now, @Nullable Long seconds) {
    Duration asked = seconds == null ? longest : Duration.ofSeconds(seconds);
    if (asked == null) {
      return null;
    }
    return now.plus(longest != null && longest.compareTo(asked) < 0 ? longest : asked);
  }

  /** Refuses sizes that this provider never rents out, whatever is free. */
  void check(Resources wanted) {
    check("resources.cpu", wanted.cpu(), smallest.cpu());
    check("resources.memory", wanted.memory(), smallest.memory());
    check("resources.storage", wanted.storage(), smallest.storage());
  }

  private static void check(String field, int wanted, int least) {
    if (wanted < least) {
      throw new InvalidValueException(field, wanted, least + " or more at this provider");
    }
  }
}
