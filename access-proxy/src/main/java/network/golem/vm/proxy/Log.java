package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The access log: a line of {@code key=value} pairs for each session and each event. Written by a
 * thread of its own, so that a slow disk delays nobody; what that cannot keep up with is counted
 * and left out. When the file is full it takes the place of the one before, {@code FILE.1}.
 * Thread-safe.
 */
final class Log implements AutoCloseable {

  private static final int MOST_WAITING = 1 << 14;
  private static final int MOST_AT_ONCE = 256;
  private static final long MOST_BYTES = 16 << 20;
  private static final long NANOS_IN_A_MILLI = 1_000_000;

  /** Has no text, so that it can be written like any line. */
  private static final String END = "";

  private final Path file;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final Thread writer;
  private FileChannel channel;

  Log(Path file) throws IOException {
    this.file = file;
    this.channel = opened(); // kept open: it is needed most when there is no file descriptor left
    this.writer = Thread.ofPlatform().name("access-log").daemon().start(this::work);
  }

  void session(Opening opening, Session session, Ending ending, long now) {
    add(
        "vm="
            + opening.owner()
            + " port="
            + opening.port()
            + " source="
            + session.from().getAddress().getHostAddress()
            + " seconds="
            + seconds(now - session.began())
            + " received="
            + session.received()
            + " sent="
            + session.sent()
            + " end="
            + ending);
  }

  private static double seconds(long nanos) {
    double millis = Math.floorDiv(nanos, NANOS_IN_A_MILLI);
    return millis / 1000;
  }

  void event(String text) {
    add("event=\"" + text.replace('"', '\'') + '"');
  }

  private void add(String text) {
    if (!waiting.offer(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n")) {
      leftOut.incrementAndGet();
    }
  }

  private void work() {
    List<String> lines = new ArrayList<>();
    try {
      while (!lines.contains(END)) {
        lines.clear();
        lines.add(waiting.take());
        waiting.drainTo(lines, MOST_AT_ONCE);
        write(lines);
        long missing = leftOut.getAndSet(0);
        if (missing > 0) {
          event(missing + " lines were left out");
        }
      }
    } catch (InterruptedException e) {
      // Nobody does that; it would close the file, too.
    }
  }

  private void write(List<String> lines) {
    try {
      if (channel.size() > MOST_BYTES) {
        channel.close();
        Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
        channel = opened();
      }
      channel.write(StandardCharsets.UTF_8.encode(String.join("", lines)));
    } catch (IOException e) {
      System.err.println("access log: " + e); // connections matter more
    }
  }

  private Path before() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private FileChannel opened() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes what is left. */
  @Override
  public void close() throws IOException {
    try {
      waiting.put(END);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
