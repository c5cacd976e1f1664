package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Connections that send much have it moved within the kernel, by pipes that are few. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkTest {

  private static final int MANY = 32 << 20;

  /** So little that whatever comes is more. */
  private static final int READ_AT_ONCE = 4096;

  @TempDir private Path directory;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> open = new ArrayList<>();
  private Guests guests;

  @BeforeEach
  void start() throws IOException {
    guests = new Guests(directory, Guests.LOOPBACK, Guests.NONE, READ_AT_ONCE);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    guests.close();
    threads.close();
  }

  @Test
  void passesWholeBothWaysAndIsCounted() throws Exception {
    Socket client = connect();
    Socket guest = accept();
    byte[] up = bytes(1, MANY);
    byte[] down = bytes(2, MANY + 1);
    List<Future<?>> writers = List.of(send(client, up), send(guest, down));
    Future<byte[]> there = all(guest);
    assertThat(all(client).get()).isEqualTo(down);
    assertThat(there.get()).isEqualTo(up);
    for (Future<?> writer : writers) {
      writer.get();
    }
    Awaitility.await().until(() -> guests.traffic().connections() == 0);
    assertThat(guests.traffic())
        .isEqualTo(new Traffic(guests.port, "vm-one", 0, 1, 0, 0, MANY, MANY + 1));
    assertThat(guests.pipes(Pipes::open)).isPositive();
  }

  @Test
  void holdsNoPipeWhenItPauses() throws Exception {
    Socket client = connect();
    Socket guest = accept();
    byte[] much = bytes(1, MANY / 8);
    Future<?> writer =
        threads.submit(
            (Callable<Void>)
                () -> {
                  client.getOutputStream().write(much);
                  return null;
                });
    guest.getInputStream().readNBytes(MANY / 8);
    writer.get();
    assertThat(guests.pipes(Pipes::open)).isPositive();
    assertThat(guests.pipes(Pipes::borrowed)).isZero();
    client.getOutputStream().write('.');
    assertThat(guest.getInputStream().read()).isEqualTo('.');
  }

  @Test
  void letsGoOfItsPipeWhenItIsCutOff() throws Exception {
    Socket client = connect();
    client.setReceiveBufferSize(1 << 16);
    Socket guest = accept();
    Future<?> writer = send(guest, bytes(1, MANY));
    Awaitility.await("a reader that stops").until(() -> guests.pipes(Pipes::borrowed) == 1);
    client.setSoLinger(true, 0);
    client.close();
    Awaitility.await().until(() -> guests.pipes(Pipes::open) == 0);
    writer.get();
  }

  @Test
  void isCopiedWhenOthersHoldAllPipes() throws Exception {
    byte[] down = bytes(1, MANY / 4);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket client = connect();
      client.setReceiveBufferSize(1 << 16);
      Socket guest = accept();
      guest.setSendBufferSize(1 << 16);
      writers.add(send(guest, down));
    }
    Awaitility.await().until(() -> guests.pipes(Pipes::borrowed) == 32);
    for (int i = 0; i < open.size(); i += 2) {
      assertThat(all(open.get(i)).get()).isEqualTo(down);
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(guests.pipes(Pipes::borrowed)).isZero();
  }

  private Socket connect() throws IOException {
    Socket client = guests.connect();
    open.add(client);
    return client;
  }

  private Socket accept() throws IOException {
    Socket guest = guests.accept();
    open.add(guest);
    return guest;
  }

  private Future<?> send(Socket socket, byte[] bytes) {
    return threads.submit(
        (Callable<Void>)
            () -> {
              try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
              } catch (IOException e) {
                // The reader is gone.
              }
              return null;
            });
  }

  private Future<byte[]> all(Socket socket) {
    return threads.submit(() -> socket.getInputStream().readAllBytes());
  }

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
