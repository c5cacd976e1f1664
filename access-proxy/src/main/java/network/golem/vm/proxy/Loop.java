package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The one thread that moves all bytes, and the buffer that it moves them by. Everything that it
 * serves is touched by this thread only; others hand it errands.
 */
final class Loop implements AutoCloseable {

  private static final int TICK_MILLIS = 250;

  private final Selector selector;
  private final Log log;
  private final Runnable tick;
  private final ByteBuffer buffer;
  private final Pipes pipes = new Pipes();
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();

  /**
   * @param tick done several times a second
   * @param buffer its size in bytes, which is as much as is read at once
   */
  Loop(Log log, Runnable tick, int buffer) throws IOException {
    this.selector = Selector.open();
    this.log = log;
    this.tick = tick;
    this.buffer = ByteBuffer.allocateDirect(buffer);
  }

  Selector selector() {
    return selector;
  }

  /**
   * The buffer, whose content is of no interest any more: it is used within one call only.
   *
   * @param most so many bytes of it
   */
  ByteBuffer buffer(int most) {
    return buffer.clear().limit(most);
  }

  int mostAtOnce() {
    return buffer.capacity();
  }

  Pipes pipes() {
    return pipes;
  }

  void run() {
    long ticked = System.nanoTime();
    while (selector.isOpen()) {
      try {
        selector.select(Loop::serve, TICK_MILLIS);
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
          errand.run();
        }
        if (System.nanoTime() - ticked > TICK_MILLIS * 1_000_000L) {
          pipes.tick();
          tick.run();
          ticked = System.nanoTime();
        }
      } catch (ClosedSelectorException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.event("a fault that is passed over: " + e); // one connection must not end all others
      }
    }
  }

  private static void serve(SelectionKey key) {
    ((Ready) key.attachment()).ready();
  }

  /** Channels that were closed let go of their ports only when a selector has looked again. */
  void finishClosing() throws IOException {
    selector.selectNow(Loop::serve);
  }

  /** Has something done by the loop's thread, from any other. */
  <T> T call(Callable<T> work) throws IOException {
    if (!selector.isOpen()) {
      throw new IOException("the access proxy is closed");
    }
    CompletableFuture<T> done = new CompletableFuture<>();
    errands.add(() -> {
      try {
        done.complete(work.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    selector.wakeup();
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new IOException(cause.getMessage(), cause);
      }
      throw e;
    }
  }

  /** By its own thread. */
  @Override
  public void close() throws IOException {
    selector.close();
    pipes.close();
  }
}
