package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the proxy bears, and that others do not suffer from it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {

  private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.66");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  private final List<Socket> open = new ArrayList<>();
  private Guests guests;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    guests.close();
  }

  @Test
  void aVmHasSoManyConnectionsAndNoMore() throws Exception {
    guests = new Guests(directory, Guests.limits(2, 0, 0, 0));
    assertServed(guests.connect());
    assertServed(guests.connect());
    assertRefused(guests.connect());
    open.removeFirst().close(); // the client's
    open.removeFirst().close(); // the guest's
    Awaitility.await().until(() -> guests.traffic().connections() < 2);
    assertServed(guests.connect());
    assertThat(guests.traffic().refused()).isEqualTo(1);
  }

  @Test
  void whoSaysNothingHoldsNoPlaceThatSomebodyNeeds() throws Exception {
    guests = new Guests(directory, Guests.limits(1, 0, 0, 0));
    Socket silent = guests.connect();
    open.add(silent);
    open.add(guests.accept());
    guests.guest.setSoTimeout(300);
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> open.add(guests.connect()) && open.add(guests.accept()));
    assertThat(silent.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aSourceHasSoManyConnectionsOverAllVms() throws Exception {
    guests = new Guests(directory, Guests.limits(0, 2, 0, 0));
    int second = Guests.freePort(Guests.LOOPBACK);
    guests.open(second, "vm-two", false);
    assertServed(guests.connectFrom(STRANGER, guests.port));
    assertServed(guests.connectFrom(STRANGER, second));
    assertRefused(guests.connectFrom(STRANGER, second));
    assertServed(guests.connect());
  }

  @Test
  void aSourceThatConnectsTooOftenIsRefusedAndOthersAreNot() throws Exception {
    guests = new Guests(directory, Guests.limits(0, 0, 0, 1));
    for (int i = 0; i < 10; i++) {
      assertServed(guests.connectFrom(STRANGER, guests.port));
    }
    assertRefused(guests.connectFrom(STRANGER, guests.port));
    assertServed(guests.connect());
  }

  @Test
  void aSourceThatNeverSpeaksSshIsKeptOut() throws Exception {
    guests = new Guests(directory, Guests.banning(HOUR, Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      lookAndLeave(STRANGER, "");
    }
    Awaitility.await().until(() -> guests.traffic().connections() == 0);
    assertRefused(guests.connectFrom(STRANGER, guests.port));
    assertServed(guests.connect());
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(guests.logged())
                .filteredOn(line -> line.contains("event="))
                .singleElement()
                .asString()
                .contains("127.0.0.66 is kept out for 3600 s"));
  }

  @Test
  void aSourceThatSpeaksSshMayComeAsOftenAsItLikes() throws Exception {
    guests = new Guests(directory, Guests.banning(HOUR, Duration.ZERO));
    for (int i = 0; i < 30; i++) {
      lookAndLeave(STRANGER, i % 5 == 0 ? "SSH-2.0-OpenSSH_9.2\r\n" : "GET / HTTP/1.0\r\n\r\n");
    }
    assertServed(guests.connectFrom(STRANGER, guests.port));
  }

  @Test
  void aBanEnds() throws Exception {
    guests = new Guests(directory, Guests.banning(Duration.ofMillis(300), Duration.ZERO));
    for (int i = 0; i < 10; i++) {
      lookAndLeave(STRANGER, "");
    }
    Awaitility.await()
        .untilAsserted(() -> assertRefused(guests.connectFrom(STRANGER, guests.port)));
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertServed(guests.connectFrom(STRANGER, guests.port)));
  }

  @Test
  void aClientThatDawdlesIsSentAway() throws Exception {
    guests = new Guests(directory, Guests.banning(Duration.ZERO, Duration.ofSeconds(1)));
    try (Socket quick = guests.connect();
        Socket itsServer = guests.accept();
        Socket slow = guests.connect();
        Socket server = guests.accept()) {
      say(quick, "SSH-2.0-OpenSSH_9.2\r\n");
      say(slow, "SSH-2.0-slow"); // no end of the line
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("SSH-2.0-slow");
      say(itsServer, "!");
      assertThat(quick.getInputStream().read()).isEqualTo('!');
    }
  }

  @Test
  void aFloodOnOneVmsPortDoesNotDelayAnothers() throws Exception {
    guests = new Guests(directory, Guests.limits(4, 0, 5, 0));
    int second = Guests.freePort(Guests.LOOPBACK);
    try (ServerSocket quiet = new ServerSocket(0, 1, Guests.LOOPBACK)) {
      guests.open(second, "vm-two", false, quiet);
      try (Flood flood = new Flood(guests.port)) {
        flood.awaitForce();
        assertThat(medianNanosOfAByte(second, quiet))
            .as("of a byte to one VM while another is flooded")
            .isLessThan(Duration.ofMillis(50).toNanos());
      }
    }
    assertThat(guests.traffic().refused()).isPositive();
    assertThat(guests.traffic().accepted()).isLessThan(200);
  }

  private long medianNanosOfAByte(int port, ServerSocket guest) throws IOException {
    try (Socket client = guests.connect(port);
        Socket server = guest.accept()) {
      List<Long> waits = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long began = System.nanoTime();
        say(client, "?");
        server.getInputStream().read();
        waits.add(System.nanoTime() - began);
      }
      return waits.stream().sorted().toList().get(waits.size() / 2);
    }
  }

  private void lookAndLeave(InetAddress source, String saying) throws IOException {
    try (Socket client = guests.connectFrom(source, guests.port);
        Socket server = guests.accept()) {
      say(server, "SSH-2.0-guest\r\n");
      client.getInputStream().readNBytes(15);
      say(client, saying);
      client.shutdownOutput();
      server.getInputStream().readAllBytes();
    }
  }

  private void assertServed(Socket client) throws IOException {
    open.add(client);
    guests.guest.setSoTimeout(5000);
    Socket server = guests.accept();
    open.add(server);
    say(client, "?");
    assertThat(server.getInputStream().read()).isEqualTo('?');
  }

  private static void assertRefused(Socket client) {
    try (client) {
      client.setSoTimeout(5000);
      assertThat(client.getInputStream().read()).as("read from a refused connection").isEqualTo(-1);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
