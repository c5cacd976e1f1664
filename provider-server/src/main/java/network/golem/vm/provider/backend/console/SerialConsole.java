package network.golem.vm.provider.backend.console;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import network.golem.vm.provider.process.LocalSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A guest's serial port, at the other end of a unix socket, for as long as the guest runs. What it
 * writes is read without delay, since a guest waits for its serial port, and goes to a transcript
 * and to all who view it. Thread-safe.
 */
public final class SerialConsole implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(SerialConsole.class);
  private static final int READ_AT_ONCE = 8192;

  /** One more, and the first one is dropped: it may be one that left without a word. */
  private static final int MOST_VIEWS = 16;

  /** Pieces of input that wait for a guest that does not read them. */
  private static final int MOST_TYPED = 64;

  private final SocketChannel channel;
  private final Transcript transcript;
  private final Deque<ConsoleView> views = new ArrayDeque<>();
  private final BlockingQueue<byte[]> typed = new ArrayBlockingQueue<>(MOST_TYPED);
  private boolean transcribes = true;
  private boolean live = true;

  private SerialConsole(SocketChannel channel, Transcript transcript) {
    this.channel = channel;
    this.transcript = transcript;
  }

  /**
   * Begins to listen; does not wait for a hypervisor that serves somebody else.
   *
   * @throws IOException when nobody is there, or too many others are
   */
  public static SerialConsole connect(Path socket, Transcript transcript) throws IOException {
    SerialConsole console = new SerialConsole(LocalSocket.connect(socket), transcript);
    Thread typist = Thread.ofVirtual().name("console input").start(console::write);
    Thread.ofVirtual()
        .name("console output")
        .start(() -> {
          console.read();
          typist.interrupt();
        });
    return console;
  }

  /** Whether the guest runs. */
  public synchronized boolean isLive() {
    return live;
  }

  /** What the guest wrote last, at most {@link Transcript#MOST_KEPT} bytes. */
  public synchronized byte[] log() throws IOException {
    return transcript.read();
  }

  /** From what the guest wrote last on. */
  public synchronized ConsoleView view() throws IOException {
    ConsoleView view = viewFromNowOn();
    view.offer(transcript.read());
    if (!live) {
      view.close();
    }
    return view;
  }

  /** Only what the guest will write. */
  public synchronized ConsoleView viewFromNowOn() {
    ConsoleView view = new ConsoleView();
    views.addLast(view);
    if (views.size() > MOST_VIEWS) {
      views.removeFirst().close();
    }
    return view;
  }

  /** Input for the guest; lost when it does not read, as on any serial line. */
  public void type(byte[] bytes) {
    if (!typed.offer(bytes.clone())) {
      log.debug("a guest does not read its console");
    }
  }

  /** Ends all views; the guest runs on. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
    try (channel) {
      while (channel.read(buffer.clear()) >= 0) {
        hear(Arrays.copyOf(buffer.array(), buffer.position()));
      }
    } catch (IOException e) {
      log.debug("console closed", e);
    } finally {
      end();
    }
  }

  private synchronized void hear(byte[] bytes) {
    try {
      transcript.append(bytes);
      transcribes = true;
    } catch (IOException e) {
      if (transcribes) {
        log.warn("what a guest writes on its console is not kept: {}", e.toString());
      }
      transcribes = false;
    }
    views.removeIf(view -> !view.offer(bytes));
  }

  private synchronized void end() {
    live = false;
    views.forEach(ConsoleView::close);
    views.clear();
  }

  private void write() {
    try {
      while (true) {
        ByteBuffer bytes = ByteBuffer.wrap(typed.take());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } catch (IOException | InterruptedException e) {
      log.debug("console input ends", e);
    }
  }
}
