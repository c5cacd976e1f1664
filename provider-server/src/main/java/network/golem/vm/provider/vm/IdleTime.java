package network.golem.vm.provider.vm;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Does what prepares for later whenever nothing else is to be done; what has been begun is ended.
 * Thread-safe.
 */
class IdleTime implements DisposableBean {

  private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(20);

  private final BooleanSupplier idle;
  private final Preparation preparation;
  private @Nullable Thread thread;

  /** May take minutes, and is given up by an interrupt. */
  interface Preparation {
    void run() throws InterruptedException;
  }

  IdleTime(BooleanSupplier idle, Preparation preparation) {
    this.idle = idle;
    this.preparation = preparation;
  }

  /** On a thread of its own: other scheduled work does not wait for it. */
  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT15S")
  synchronized void use() {
    if ((thread == null || !thread.isAlive()) && idle.getAsBoolean()) {
      thread = Thread.ofVirtual().name("preparation").start(this::prepare);
    }
  }

  private void prepare() {
    try {
      preparation.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the provider ends
    }
  }

  @Override
  public void destroy() throws InterruptedException {
    Thread last = last();
    if (last != null) {
      last.interrupt();
      last.join(SHUTDOWN_DEADLINE);
    }
  }

  private synchronized @Nullable Thread last() {
    return thread;
  }
}
