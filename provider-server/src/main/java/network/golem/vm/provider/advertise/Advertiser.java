package network.golem.vm.provider.advertise;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.backend.BackendTurned;
import network.golem.vm.provider.vm.VmChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Decides when to advertise: at start, at an interval, soon after what is free has changed, and
 * again with back-off while discovery does not take it. Withdraws at shutdown, and while something
 * objects. How is {@link Announcement}'s part.
 */
final class Advertiser implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Advertiser.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(5);

  private final Announcement announcement;
  private final Duration interval;
  private final List<AdvertisingObjection> objections;
  private final Standing standing;
  private final Semaphore changes = new Semaphore(0);
  private volatile Thread thread = new Thread(() -> {});
  private volatile boolean running;

  /**
   * All discovery services have heard the last statement; this and the next two are one thread's.
   */
  private boolean taken;

  /** Some may still send renters here. */
  private boolean mayBeListed;

  private Duration retry = FIRST_RETRY;

  Advertiser(
      Announcement announcement,
      Duration interval,
      List<AdvertisingObjection> objections,
      Standing standing) {
    this.announcement = announcement;
    this.interval = interval;
    this.objections = List.copyOf(objections);
    this.standing = standing;
  }

  @EventListener({BackendTurned.class, AdvertisingObjection.ObjectionsChanged.class})
  void objectionsChanged() {
    changes.release();
  }

  @TransactionalEventListener
  void changed(VmChanged event) {
    changes.release();
  }

  @Override
  public void start() {
    running = true;
    standing.set("it has not been tried yet");
    thread = Thread.ofVirtual().name("advertiser").start(this::loop);
  }

  private void loop() {
    while (running) {
      if (!await(turn())) {
        return;
      }
    }
  }

  /** Returns when the next turn is due. */
  private Duration turn() {
    Optional<String> objection =
        objections.stream().flatMap(one -> one.objection().stream()).findFirst();
    try {
      if (objection.isPresent()) {
        return hold(objection.get());
      }
      mayBeListed = true;
      announcement.announce();
      if (!taken) {
        log.info("advertised");
      }
      taken = true;
      standing.set(null);
      retry = FIRST_RETRY;
      return interval;
    } catch (DiscoveryClient.NotTaken | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
      taken = false;
      Duration pause = retry;
      retry = retry.multipliedBy(2).compareTo(interval) < 0 ? retry.multipliedBy(2) : interval;
      return pause;
    }
  }

  /** Renters are not sent here; those who know this provider can still come. */
  private Duration hold(String objection) throws DiscoveryClient.NotTaken {
    tell(objection);
    taken = false;
    if (mayBeListed) {
      announcement.withdraw();
      mayBeListed = false;
    }
    return interval;
  }

  private void tell(String obstacle) {
    if (!obstacle.equals(standing.obstacle())) {
      log.warn("not advertised: {}", obstacle);
    }
    standing.set(obstacle);
  }

  /**
   * Waits for a change, at most that long; changes that follow one another closely are told as one.
   */
  private boolean await(Duration atMost) {
    try {
      if (changes.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        while (changes.tryAcquire(SETTLE.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(END);
      announcement.withdraw();
    } catch (DiscoveryClient.NotTaken e) {
      log.warn("not withdrawn, it will expire: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
