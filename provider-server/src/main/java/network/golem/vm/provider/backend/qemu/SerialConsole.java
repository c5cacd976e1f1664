package network.golem.vm.provider.backend.qemu;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what a guest writes on its serial port, for as long as it starts. Through a socket and
 * not into a file: what a guest writes must not fill its host's disk, and what nobody reads QEMU
 * drops.
 */
final class SerialConsole implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SerialConsole.class);
  private static final int KEPT_LINES = 40;
  private static final int LONGEST_LINE = 500;
  private static final int MOST_UNHEARD = 10_000;

  private final SocketChannel channel;
  private final BlockingQueue<String> unheard = new LinkedBlockingQueue<>(MOST_UNHEARD);
  private final Deque<String> last = new ArrayDeque<>();

  private SerialConsole(SocketChannel channel) {
    this.channel = channel;
  }

  static SerialConsole listen(Path socket) throws IOException {
    SerialConsole console =
        new SerialConsole(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    Thread.ofVirtual().name("serial console").start(console::read);
    return console;
  }

  /** The next line that the guest writes; null when the time is over. */
  @Nullable String next(Duration atMost) throws InterruptedException {
    String line = unheard.poll(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
    if (line != null) {
      last.addLast(line);
      if (last.size() > KEPT_LINES) {
        last.removeFirst();
      }
    }
    return line;
  }

  /** The last lines that were heard. */
  String tail() {
    return String.join("\n", last);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1))) {
      StringBuilder line = new StringBuilder();
      for (int character = lines.read(); character >= 0; character = lines.read()) {
        if (character == '\n') {
          unheard.offer(line.toString());
          line.setLength(0);
        } else if (character >= ' ' && line.length() < LONGEST_LINE) {
          line.append((char) character);
        }
      }
    } catch (IOException e) {
      log.debug("serial console closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
