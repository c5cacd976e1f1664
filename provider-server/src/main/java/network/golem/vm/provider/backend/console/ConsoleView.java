package network.golem.vm.provider.backend.console;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer has yet to see of a console. A viewer that does not keep up is dropped: nothing
 * waits for it. Thread-safe, for one reader.
 */
public final class ConsoleView implements Closeable {

  /** Bytes that may wait for a viewer. */
  static final int MOST_UNSEEN = 1 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> unseen = new ArrayDeque<>();
  private int size;
  private boolean over;

  /**
   * What the guest wrote next.
   *
   * @return nothing when it wrote nothing in this time; null when there will be no more
   */
  public byte @Nullable [] next(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (unseen.isEmpty() && !over && left > 0) {
        left = changed.awaitNanos(left);
      }
      byte[] bytes = unseen.poll();
      if (bytes == null) {
        return over ? null : new byte[0];
      }
      size -= bytes.length;
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing will be added any more. */
  public boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the viewer is still there and keeps up. */
  boolean offer(byte[] bytes) {
    lock.lock();
    try {
      if (size + bytes.length > MOST_UNSEEN) {
        over = true;
      }
      if (!over && bytes.length > 0) {
        unseen.add(bytes);
        size += bytes.length;
      }
      changed.signal();
      return !over;
    } finally {
      lock.unlock();
    }
  }

  /** What has not been seen yet still is; nothing comes after it. */
  @Override
  public void close() {
    lock.lock();
    try {
      over = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
