package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many connections at once, each with chunks, pauses, buffers and an end of its own in each
 * direction, all drawn from a seed: whatever arrives is what was sent, in its order, and all of it
 * unless somebody reset the connection.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RandomTrafficTest {

  private static final int CONNECTIONS = 24;
  private static final int MOST_BYTES = 3 << 20;

  @TempDir private Path directory;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Guests guests;

  /**
   * Seeds, one of them new each time, which the test's name tells; and how much is read at once:
   * with little nearly everything is in bulk and spliced, with much little is.
   */
  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of(1, 128 * 1024),
        Arguments.of(System.nanoTime(), 128 * 1024),
        Arguments.of(2, 2048),
        Arguments.of(System.nanoTime(), 2048));
  }

  @AfterEach
  void stop() throws IOException {
    guests.close();
    threads.close();
  }

  @ParameterizedTest(name = "seed {0}, {1} at once")
  @MethodSource("runs")
  void everyByteArrivesOnceAndInOrder(long seed, int readAtOnce) throws Exception {
    guests = new Guests(directory, Guests.LOOPBACK, Guests.NONE, readAtOnce);
    Random random = new Random(seed);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Direction up = Direction.drawn(random);
      Direction down = Direction.drawn(random);
      boolean reset = random.nextInt(4) == 0;
      Socket client = guests.connect();
      Socket guest = guests.accept();
      down.shape(guest, client);
      up.shape(client, guest);
      ends.add(submit(() -> send(up, client, reset)));
      ends.add(submit(() -> send(down, guest, false)));
      ends.add(submit(() -> receive(up, guest, reset)));
      ends.add(submit(() -> receive(down, client, reset)));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    Awaitility.await().until(() -> guests.traffic().connections() == 0);
    assertThat(guests.pipes(Pipes::open)).as("pipes that were needed").isPositive();
    assertThat(guests.pipes(Pipes::borrowed)).as("pipes that were not given back").isZero();
  }

  private Future<?> submit(Callable<Void> end) {
    return threads.submit(end);
  }

  private record Direction(long seed, int bytes, int chunk, int pause, int buffer) {
    static Direction drawn(Random random) {
      return new Direction(
          random.nextLong(),
          random.nextInt(MOST_BYTES),
          1 + random.nextInt(random.nextBoolean() ? 64 : 200_000),
          random.nextInt(3),
          random.nextInt(8));
    }

    /**
     * With a receive buffer below the loopback's segment size of 64 kB the kernel is in no hurry.
     */
    void shape(Socket from, Socket to) throws IOException {
      from.setSendBufferSize(4096 << buffer);
      to.setReceiveBufferSize((1 << 17) << (buffer / 3));
    }

    /** So many chunks that a byte at a time is not for ever. */
    int total() {
      return Math.min(bytes, chunk * 2000);
    }
  }

  /** A direction that is cut off by a reset is cut off in the middle. */
  private static Void send(Direction direction, Socket socket, boolean reset) throws Exception {
    Random content = new Random(direction.seed());
    Random pace = new Random(~direction.seed());
    int end = reset ? direction.total() / 2 : direction.total();
    for (int sent = 0; sent < end; ) {
      byte[] chunk = new byte[Math.min(direction.chunk(), direction.total() - sent)];
      content.nextBytes(chunk);
      try {
        socket.getOutputStream().write(chunk);
      } catch (IOException e) {
        return null; // the other side reset it
      }
      sent += chunk.length;
      if (pace.nextInt(20) == 0) {
        TimeUnit.MILLISECONDS.sleep(direction.pause());
      }
    }
    if (reset) {
      socket.setSoLinger(true, 0);
      socket.close();
    } else {
      socket.shutdownOutput();
    }
    return null;
  }

  private static Void receive(Direction direction, Socket socket, boolean reset) throws Exception {
    int received = 0;
    try {
      received = takeAll(direction, socket.getInputStream());
    } catch (IOException e) {
      assertThat(reset).as("a reset that nobody wanted: " + e).isTrue();
    }
    if (!reset) { // the thread that writes may be the one that hears of a reset; this sees an end
      assertThat(received).isEqualTo(direction.total());
    }
    return null;
  }

  /** Compares what comes with what was sent, to the end. */
  private static int takeAll(Direction direction, InputStream in) throws Exception {
    Random pace = new Random(direction.seed() + 1);
    Random content = new Random(direction.seed());
    int received = 0;
    while (received < direction.total()) {
      byte[] expected = new byte[Math.min(direction.chunk(), direction.total() - received)];
      content.nextBytes(expected);
      byte[] found = in.readNBytes(expected.length);
      assertThat(found).isEqualTo(Arrays.copyOf(expected, found.length));
      received += found.length;
      if (found.length < expected.length) {
        return received;
      }
      if (pace.nextInt(50) == 0) {
        TimeUnit.MILLISECONDS.sleep(direction.pause());
      }
    }
    assertThat(in.read()).isEqualTo(-1);
    return received;
  }
}
