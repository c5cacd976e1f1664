package network.golem.vm.requestor.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The window that something is shown in again and again, and how wide it is now. Of its keys and
 * modes it changes nothing.
 */
final class Window {

  private final org.jline.terminal.Terminal terminal;
  private final Semaphore changes = new Semaphore(0);

  private Window(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    Signals.register("WINCH", changes::release);
  }

  /** The window of this process; null when it has none. */
  static @Nullable Window open() {
    try {
      return new Window(
          TerminalBuilder.builder()
              .system(true)
              .dumb(false)
              .exec(false) // it runs whatever is called test or stty in PATH
              .graphemeCluster(false) // else it asks the terminal, and takes keys for the answer
              .nativeSignals(false)
              .build());
    } catch (IOException | IllegalStateException e) {
      return null;
    }
  }

  int columns() {
    return terminal.getSize().getColumns();
  }

  /** Waits for {@code time}, or until its size has changed. */
  void await(Duration time) throws InterruptedException {
    if (changes.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
      changes.drainPermits();
    }
  }
}
