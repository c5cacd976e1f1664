package network.golem.vm.provider.vm;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes the history of VMs, in the transaction of the change itself, and wakes those who follow
 * it. Thread-safe.
 */
@Component
class Journal {

  private final PastEvents events;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private long writes;

  Journal(PastEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  void write(Vm vm, @Nullable String message) {
    long last =
        events
            .findFirstByVmIdOrderBySequenceDesc(vm.id().value())
            .map(PastEvent::sequence)
            .orElse(0L);
    events.save(new PastEvent(vm, last + 1, clock.instant(), message));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake();
          }
        });
  }

  List<VmEvent> since(VmId id, long sequence) {
    return events.findByVmIdAndSequenceGreaterThanOrderBySequence(id.value(), sequence).stream()
        .map(PastEvent::asEvent)
        .toList();
  }

  /** True when nothing more is to come until somebody asks for a change. */
  boolean isSettled(VmId id) {
    List<VmEvent> all = since(id, 0);
    return all.isEmpty() || !all.getLast().state().isTransient();
  }

  /**
   * Waits until there is something after {@code sequence}, or the time is over: then the answer is
   * empty. The lock is never held while the database is asked: the writer that holds the only
   * connection may be waiting for that very lock.
   */
  List<VmEvent> awaitSince(VmId id, long sequence, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      long seen = writes();
      List<VmEvent> found = since(id, sequence);
      long left = end - System.nanoTime();
      if (!found.isEmpty() || left <= 0) {
        return found;
      }
      awaitWriteAfter(seen, left);
    }
  }

  private long writes() {
    lock.lock();
    try {
      return writes;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWriteAfter(long seen, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (writes == seen && left > 0) {
        left = written.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      writes++;
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
