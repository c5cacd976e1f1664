package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connection through the proxy is like for both ends: as if there were none. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {

  @TempDir private Path directory;

  private Guests guests;

  @BeforeEach
  void start() throws IOException {
    guests = new Guests(directory, Guests.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    guests.close();
  }

  @Test
  void theClientMayFinishWhileTheGuestGoesOn() throws Exception {
    try (Socket client = guests.connect();
        Socket guest = guests.accept()) {
      say(client, "question");
      client.shutdownOutput();
      assertThat(all(guest)).isEqualTo("question");
      say(guest, "answer");
      guest.shutdownOutput();
      assertThat(all(client)).isEqualTo("answer");
    }
  }

  @Test
  void theGuestMayFinishWhileTheClientGoesOn() throws Exception {
    try (Socket client = guests.connect();
        Socket guest = guests.accept()) {
      say(guest, "greeting");
      guest.shutdownOutput();
      assertThat(all(client)).isEqualTo("greeting");
      say(client, "farewell");
      client.shutdownOutput();
      assertThat(all(guest)).isEqualTo("farewell");
    }
  }

  @Test
  void aResetOfTheGuestIsAResetForTheClient() throws Exception {
    try (Socket client = guests.connect()) {
      Socket guest = guests.accept();
      exchange(client, guest);
      reset(guest);
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> client.getInputStream().read())
          .withMessageContaining("reset");
    }
  }

  @Test
  void aResetOfTheClientIsAResetForTheGuest() throws Exception {
    Socket client = guests.connect();
    try (Socket guest = guests.accept()) {
      exchange(client, guest);
      reset(client);
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> guest.getInputStream().read())
          .withMessageContaining("reset");
    }
  }

  @Test
  void aGuestThatTakesNoConnectionIsAResetForTheClient() throws Exception {
    guests.guest.close();
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> {
          try (Socket client = guests.connect()) {
            client.getInputStream().read();
          }
        })
        .withMessageContaining("reset");
    assertThat(guests.traffic().failed()).isEqualTo(1);
  }

  @Test
  void aReaderThatStopsStopsItsWriterAndCostsNoMemory() throws Exception {
    try (Socket client = guests.connect();
        Socket guest = guests.accept()) {
      guest.setSendBufferSize(1 << 16);
      AtomicLong written = new AtomicLong();
      Thread writer = Thread.ofVirtual().start(() -> writeFor(guest, written));
      long kernelsBuffers = stuckAt(written);
      assertThat(kernelsBuffers)
          .as("bytes taken for a reader that reads none")
          .isLessThan(64 << 20);
      assertThat(guests.traffic().sent()).isLessThan(64 << 20);
      client.close();
      writer.join();
    }
  }

  @Test
  void countsBytesEachWayAndSaysHowASessionEnded() throws Exception {
    try (Socket client = guests.connect();
        Socket guest = guests.accept()) {
      say(client, "four");
      client.shutdownOutput();
      all(guest);
      say(guest, "and seven");
      guest.shutdownOutput();
      all(client);
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(guests.logged())
                .singleElement()
                .asString()
                .contains("vm=vm-one port=" + guests.port + " source=127.0.0.1 ")
                .endsWith("received=4 sent=9 end=closed"));
    assertThat(guests.traffic()).isEqualTo(new Traffic(guests.port, "vm-one", 0, 1, 0, 0, 4, 9));
  }

  @Test
  void servesIpv6() throws Exception {
    try (Guests six = new Guests(directory, InetAddress.ofLiteral("::1"), Guests.NONE);
        Socket client = six.connect();
        Socket guest = six.accept()) {
      exchange(client, guest);
    }
  }

  @Test
  void aPortOfSomebodyElseIsNotShared() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, Guests.LOOPBACK)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> guests.open(other.getLocalPort(), "vm-two", false))
          .withMessage(
              "cannot listen on access port %d: Address already in use", other.getLocalPort());
    }
  }

  @Test
  void aDrainedProxyFreesItsPortsAndServesWhatItHasBegun() throws Exception {
    try (Socket client = guests.connect();
        Socket guest = guests.accept()) {
      exchange(client, guest);
      AtomicLong ended = new AtomicLong();
      guests.proxy.drain(ended::incrementAndGet);
      new ServerSocket(guests.port, 1, Guests.LOOPBACK).close();
      exchange(client, guest);
      assertThat(ended).hasValue(0);
      reset(client);
      Awaitility.await().until(() -> ended.get() > 0);
    }
  }

  private static void exchange(Socket client, Socket guest) throws IOException {
    say(client, "?");
    assertThat(guest.getInputStream().read()).isEqualTo('?');
    say(guest, "!");
    assertThat(client.getInputStream().read()).isEqualTo('!');
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void writeFor(Socket socket, AtomicLong written) {
    byte[] chunk = new byte[1 << 16];
    try {
      while (written.get() < 256L << 20) {
        socket.getOutputStream().write(chunk);
        written.addAndGet(chunk.length);
      }
    } catch (SocketException e) {
      // The reader is gone.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long stuckAt(AtomicLong written) {
    AtomicLong before = new AtomicLong(-1);
    Awaitility.await()
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(() -> before.getAndSet(written.get()) == written.get());
    return written.get();
  }
}
