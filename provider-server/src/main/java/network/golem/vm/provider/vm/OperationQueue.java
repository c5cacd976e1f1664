package network.golem.vm.provider.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Runs operations, each on a virtual thread, one at a time per VM, and tells their ends as {@link
 * Operation.Ended}. Thread-safe.
 */
@Component
class OperationQueue {

  private static final Logger log = LoggerFactory.getLogger(OperationQueue.class);

  /** A restart takes seconds, a reboot of the host a minute or two. */
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(5);

  private final ApplicationEventPublisher publisher;
  private final ConcurrentMap<VmId, Thread> underWay = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  OperationQueue(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  /** What an operation does once the one before it has ended. */
  interface Work {
    Operation.Outcome run() throws InterruptedException;
  }

  /** Refuses new work once the provider shuts down. */
  void checkOpen() {
    if (!open) {
      throw new ProblemException(
          Problem.of(
                  ProblemCode.PROVIDER_STOPPING,
                  "the provider is shutting down",
                  "Try again in a minute, or choose another provider.")
              .with(Problem.RETRY_AFTER, RETRY_AFTER.toSeconds()));
    }
  }

  boolean isUnderWay(VmId id) {
    return underWay.containsKey(id);
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  void submit(VmId id, Operation.Kind kind, Work work) {
    underWay.compute(
        id,
        (_, before) -> {
          Thread thread =
              Thread.ofVirtual()
                  .name("operation " + id)
                  .unstarted(() -> run(id, before, kind, work));
          thread.start();
          return thread;
        });
  }

  /** Gives up whatever is under way for the VM, and does this instead. */
  void submitInstead(VmId id, Operation.Kind kind, Work work) {
    Thread before = underWay.get(id);
    if (before != null) {
      before.interrupt();
    }
    submit(id, kind, work);
  }

  private void run(VmId id, @Nullable Thread before, Operation.Kind kind, Work work) {
    long begun = System.nanoTime();
    Operation.Outcome outcome = Operation.Outcome.FAILED;
    try {
      if (before != null) {
        awaitEnd(before);
      }
      begun = System.nanoTime();
      outcome = work.run();
    } catch (InterruptedException e) {
      // Destroyed or shutting down: the record says what to do next.
      outcome = Operation.Outcome.GIVEN_UP;
      Thread.currentThread().interrupt();
    } catch (ProblemException e) {
      outcome = Operation.Outcome.GIVEN_UP; // another operation has taken over
      log.info("VM {}: {}", id, e.getMessage());
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        outcome = Operation.Outcome.GIVEN_UP; // while it waited for the database
      } else {
        log.error("operation of VM {} failed", id, e);
      }
    } finally {
      underWay.remove(id, Thread.currentThread());
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      publisher.publishEvent(new Operation.Ended(kind, outcome, took));
    }
  }

  /**
   * Who is interrupted here gives up what came before it, too, but not its place in the queue: work
   * that waits for it may not begin beside work that has not ended.
   */
  private static void awaitEnd(Thread before) throws InterruptedException {
    boolean givenUp = false;
    while (before.isAlive()) {
      try {
        before.join();
      } catch (InterruptedException e) {
        givenUp = true;
        before.interrupt();
      }
    }
    if (givenUp) {
      throw new InterruptedException("given up while it waited for its turn");
    }
  }

  /** New work is refused from now on. */
  void refuse() {
    open = false;
  }

  /** Leaves VMs as they are; what was under way is taken up at the next start. */
  void park() throws InterruptedException {
    open = false;
    List<Thread> threads = new ArrayList<>(underWay.values());
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(SHUTDOWN_DEADLINE);
    }
  }

  /** Returns when nothing is under way any more. */
  void awaitAll() throws InterruptedException {
    for (Thread thread : List.copyOf(underWay.values())) {
      thread.join();
    }
  }
}
