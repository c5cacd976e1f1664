package network.golem.vm.provider.advertise;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.vm.VmChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Decides when to advertise: at start, at an interval, soon after what is free has changed, and
 * again with back-off while discovery does not take it. Withdraws at shutdown. How is {@link
 * Announcement}'s part.
 */
final class Advertiser implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Advertiser.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(5);

  private final Announcement announcement;
  private final Duration interval;
  private final Semaphore changes = new Semaphore(0);
  private volatile Thread thread = new Thread(() -> {});
  private volatile boolean running;

  Advertiser(Announcement announcement, Duration interval) {
    this.announcement = announcement;
    this.interval = interval;
  }

  @TransactionalEventListener
  void changed(VmChanged event) {
    changes.release();
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("advertiser").start(this::loop);
  }

  private void loop() {
    Duration retry = FIRST_RETRY;
    boolean taken = false;
    boolean told = false;
    while (running) {
      Duration pause;
      try {
        announcement.announce();
        if (!taken) {
          log.info("advertised");
        }
        taken = true;
        retry = FIRST_RETRY;
        pause = interval;
      } catch (DiscoveryClient.NotTaken | RuntimeException e) {
        if (taken || !told) {
          log.warn("not advertised: {}", e.getMessage());
        }
        told = true;
        taken = false;
        pause = retry;
        retry = retry.multipliedBy(2).compareTo(interval) < 0 ? retry.multipliedBy(2) : interval;
      }
      if (!await(pause)) {
        return;
      }
    }
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
