package network.golem.vm.requestor.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is going on and since when. On a terminal one line that is redrawn, elsewhere one line for
 * each phase. Thread-safe.
 */
public final class Progress implements AutoCloseable {

  private static final String[] SPINNER = {"|", "/", "-", "\\"};
  private static final String CLEAR_LINE = "\r\033[K";
  private static final Duration FRAME = Duration.ofMillis(125);

  private final PrintWriter err;
  private final boolean live;
  private final long began = System.nanoTime();
  private String phase = "";
  private @Nullable Bar bar;
  private @Nullable Bar quarter;
  private boolean closed;
  private int frame;

  Progress(PrintWriter err, boolean live) {
    this.err = err;
    this.live = live;
    if (live) {
      Thread.ofVirtual().name("progress").start(this::animate);
    }
  }

  /** Shows that {@code what} has begun; the same again is shown once. */
  public synchronized void begin(String what) {
    begin(what, null);
  }

  /**
   * Shows how far {@code what} has come.
   *
   * @param detail for a person; a bar stands for one that begins with a percentage, such as {@code
   *     40 % of 600 MiB}
   */
  public synchronized void begin(String what, @Nullable String detail) {
    String shown = Terminal.printable(detail == null ? what : what + ": " + detail);
    if (closed || shown.equals(phase)) {
      return;
    }
    phase = shown;
    bar = Bar.of(Terminal.printable(what), detail == null ? null : Terminal.printable(detail));
    if (live) {
      draw();
    } else if (bar == null || bar.isNextQuarterAfter(quarter)) {
      err.println("[" + elapsed() + "] " + phase);
    }
    quarter = bar;
  }

  /** How long this has been going on, for a person. */
  public String elapsed() {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9);
  }

  /** Ends it and leaves nothing of the redrawn line. */
  @Override
  public synchronized void close() {
    if (live && !closed) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    closed = true;
    notifyAll();
  }

  private synchronized void animate() {
    try {
      while (!closed) {
        draw();
        wait(FRAME.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    if (!phase.isEmpty()) {
      String text = bar == null ? phase : bar.toString();
      err.print(CLEAR_LINE + SPINNER[frame++ % SPINNER.length] + " " + text + "  " + elapsed());
      err.flush();
    }
  }
}
