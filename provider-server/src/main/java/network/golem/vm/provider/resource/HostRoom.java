package network.golem.vm.provider.resource;

import java.util.Optional;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Whether the host itself has room for one more VM, whatever is free by the books: its owner uses
 * it, too. Thread-safe.
 */
public class HostRoom {

  private static final Logger log = LoggerFactory.getLogger(HostRoom.class);
  private static final long GIB = 1L << 30;
  private static final int RETRY_AFTER = 60;

  private final HostMeter meter;
  private final Thresholds thresholds;
  private final ApplicationEventPublisher publisher;
  private boolean busy;

  HostRoom(HostMeter meter, Thresholds thresholds, ApplicationEventPublisher publisher) {
    this.meter = meter;
    this.thresholds = thresholds;
    this.publisher = publisher;
  }

  /** Bytes that VMs have rented and not yet taken. */
  public record Promised(long memory, long storage) {}

  /** Why the host takes no more VMs now; empty while it does. */
  public Optional<String> overload() {
    return thresholds.passedBy(meter.loadByOthers());
  }

  /** Refuses a VM that the host has no room for. */
  public void check(Resources wanted, Promised promised) {
    overload()
        .or(() -> shortage(wanted, promised))
        .ifPresent(why -> {
          throw new ProblemException(
              Problem.of(
                      ProblemCode.HOST_OVERLOADED,
                      "this provider's host takes no more VMs now: " + why,
                      "Try again in some minutes, or choose another provider: golem vm providers.")
                  .with(Problem.RETRY_AFTER, RETRY_AFTER));
        });
  }

  private Optional<String> shortage(Resources wanted, Promised promised) {
    long memory = meter.availableMemory() - promised.memory();
    if (memory < wanted.memory() * GIB) {
      return Optional.of(
          "%d GiB of memory are asked for, and %d GiB are there that no VM has rented"
              .formatted(wanted.memory(), Math.max(0, memory / GIB)));
    }
    long storage = meter.usableStorage() - promised.storage() - wanted.storage() * GIB;
    if (thresholds.storageFloor() > 0 && storage < thresholds.storageFloor() * GIB) {
      return Optional.of(
          "with %d GiB of storage more, less than %d GiB would be left"
              .formatted(wanted.storage(), thresholds.storageFloor()));
    }
    return Optional.empty();
  }

  /** Tells when the host has become too busy, and when it is no longer. */
  public synchronized void look() {
    Optional<String> overload = overload();
    if (overload.isPresent() != busy) {
      busy = !busy;
      if (busy) {
        log.warn("no more VMs are taken: {}", overload.get());
      } else {
        log.info("VMs are taken again");
      }
      publisher.publishEvent(new HostTurned());
    }
  }
}
