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

  /** Some discovery service has heard the last statement; these fields are one thread's. */
  private boolean taken;

  /** Why others have not. */
  private List<String> refused = List.of();

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
    standing.want();
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
      return objection.isPresent() ? hold(objection.get()) : advertise();
    } catch (DiscoveryClient.NotTaken | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
      return pause();
    }
  }

  /** One service that takes it is enough to be found; the others are tried again sooner. */
  private Duration advertise() {
    mayBeListed = true;
    Announcement.Told told = announcement.announce();
    standing.sent(told.sent());
    List<String> refusals = List.copyOf(told.sent().refusedBy().values());
    if (told.sent().takenBy().isEmpty()) {
      tell(String.join("; ", refusals));
      return pause();
    }
    if (!taken) {
      log.info("advertised");
    }
    taken = true;
    standing.set(null);
    if (!refusals.equals(refused)) {
      refusals.forEach(refusal -> log.warn("advertised, but {}", refusal));
    }
    refused = refusals;
    if (!refusals.isEmpty()) {
      return pause();
    }
    retry = FIRST_RETRY;
    Duration pace = interval.compareTo(told.due()) < 0 ? told.due() : interval;
    announcement.livePast(pace);
    return pace;
  }

  /** Until the next attempt, each longer than the one before. */
  private Duration pause() {
    Duration pause = retry;
    retry = retry.multipliedBy(2).compareTo(interval) < 0 ? retry.multipliedBy(2) : interval;
    return pause;
  }

  /** Renters are not sent here; those who know this provider can still come. */
  private Duration hold(String objection) throws DiscoveryClient.NotTaken {
    if (!mayBeListed && standing.lastSent() == null) {
      standing.set(objection); // whoever objects at the start tells the owner by himself
    }
    tell(objection);
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
    taken = false;
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
