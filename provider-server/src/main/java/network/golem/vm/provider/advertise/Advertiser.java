package network.golem.vm.provider.advertise;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.backend.BackendTurned;
import network.golem.vm.provider.resource.HostTurned;
import network.golem.vm.provider.vm.VmChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Decides when to advertise: at start, soon after what is free has changed, and whenever a {@link
 * Destination} is due. Withdraws at shutdown, and while something objects. How is {@link
 * Announcement}'s part.
 */
final class Advertiser implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Advertiser.class);
  private static final Duration RETRY = Duration.ofSeconds(10);
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
   * There is something that not all discovery services have heard; this and the next are one
   * thread's.
   */
  private boolean news = true;

  /** What was last told of services that do not take it; this one thread's, too. */
  private Map<URI, String> refusedBy = Map.of();

  /** Some may still send renters here. */
  private boolean mayBeListed;

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

  @EventListener({
    BackendTurned.class,
    HostTurned.class,
    AdvertisingObjection.ObjectionsChanged.class
  })
  void turned() {
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
    try {
      while (running) {
        await(turn());
      }
    } catch (InterruptedException e) {
      // stop() ends it so, and withdraws
    }
  }

  /** Returns when the next turn is due. */
  private Duration turn() {
    Optional<String> objection =
        objections.stream().flatMap(one -> one.objection().stream()).findFirst();
    try {
      return objection.isPresent() ? hold(objection.get()) : announce();
    } catch (DiscoveryClient.NotTaken | RuntimeException e) {
      tell(String.valueOf(e.getMessage()));
      return RETRY;
    }
  }

  /** One service that takes it is enough to be found. */
  private Duration announce() {
    mayBeListed = true;
    Duration pause = announcement.announce(news);
    news = false;
    Standing.Sent sent = announcement.sent();
    standing.sent(sent);
    if (sent.takenBy().isEmpty()) {
      tell(String.join("; ", sent.refusedBy().values()));
      return pause;
    }
    if (standing.obstacle() != null) {
      log.info("advertised");
      standing.set(null);
    }
    if (!sent.refusedBy().equals(refusedBy)) {
      sent.refusedBy().values().forEach(refusal -> log.warn("advertised, but {}", refusal));
    }
    refusedBy = sent.refusedBy();
    return pause;
  }

  /** Renters are not sent here; those who know this provider can still come. */
  private Duration hold(String objection) throws DiscoveryClient.NotTaken {
    if (!mayBeListed && standing.lastSent() == null) {
      standing.set(objection); // no news: it has not been advertised before
    }
    tell(objection);
    news = true;
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
  private void await(Duration atMost) throws InterruptedException {
    if (changes.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      news = true;
      while (changes.tryAcquire(SETTLE.toMillis(), TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
      }
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
