package network.golem.vm.portchecker.check;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deals out the sockets of this host to the checks under way: a check may hold as many as are still
 * free after it took one (dynamic thresholds, Choudhury and Hahne 1998). A check alone thus gets
 * half of them, and whoever comes late still finds some. Thread-safe.
 */
final class SocketShares {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private int free;

  SocketShares(int sockets) {
    this.free = sockets;
  }

  /** The sockets of one check. */
  final class Share {

    private int held;

    /** Waits for one. */
    void take() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (free == 0 || (held > 0 && held >= free)) {
          given.await();
        }
        free--;
        held++;
      } finally {
        lock.unlock();
      }
    }

    void give() {
      lock.lock();
      try {
        free++;
        held--;
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  Share open() {
    return new Share();
  }
}
