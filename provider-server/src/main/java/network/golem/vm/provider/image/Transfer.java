package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries the body of an answer to the end of a file, and tells each per cent of it.
 *
 * @param stall how long a server may send nothing
 */
record Transfer(InputStream body, FileChannel file, Duration stall, Consumer<String> progress) {

  private static final int BUFFER = 1 << 16;

  /**
   * @param missing bytes that are to come; negative where the server does not say
   */
  void run(long missing) throws IOException, BrokenOff {
    long have = file.size();
    Shown shown = new Shown(progress, missing < 0 ? -1 : have + missing);
    var received = new AtomicLong();
    Thread watch = Thread.ofVirtual().start(() -> closeWhenStalled(received));
    try {
      byte[] buffer = new byte[BUFFER];
      file.position(have);
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
        shown.show(have + received.addAndGet(n));
      }
    } finally {
      watch.interrupt();
    }
  }

  private int read(byte[] buffer) throws BrokenOff {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  /** A server that sends nothing more but keeps the connection would be waited for without end. */
  private void closeWhenStalled(AtomicLong received) {
    try {
      long before = -1;
      while (received.get() != before) {
        before = received.get();
        Thread.sleep(stall);
      }
      body.close();
    } catch (InterruptedException | IOException e) {
      // done in time; or closed already
    }
  }

  /** What was told last; the total is negative where it is not known. */
  private static final class Shown {

    private static final long MIB = 1 << 20;

    private final Consumer<String> progress;
    private final long all;
    private long last = -1;

    Shown(Consumer<String> progress, long all) {
      this.progress = progress;
      this.all = all;
    }

    void show(long have) {
      long now = all <= 0 ? have / MIB : 100 * have / all;
      if (now != last) {
        last = now;
        progress.accept(
            all <= 0
                ? have / MIB + " MiB"
                : "%d %% (%d of %d MiB)".formatted(now, have / MIB, all / MIB));
      }
    }
  }
}
