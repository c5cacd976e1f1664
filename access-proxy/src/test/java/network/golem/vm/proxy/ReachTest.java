package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the proxy, and whom that does not reach or loses. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReachTest {

  @TempDir private Path directory;

  @Test
  void listensOnNoAddressButItsOwn() throws Exception {
    try (Guests guests = new Guests(directory, Guests.NONE);
        Socket socket = new Socket()) {
      var beside = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), guests.port);
      assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> socket.connect(beside));
    }
  }

  @Test
  void aGuestThatDoesNotAnswerIsGivenUpInTime() throws Exception {
    Limits limits = new Limits(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(500));
    List<SocketChannel> queue = new ArrayList<>();
    try (Guests guests = new Guests(directory, limits);
        ServerSocket full = new ServerSocket(0, 1, Guests.LOOPBACK)) {
      fill(full, queue);
      int port = Guests.freePort(Guests.LOOPBACK);
      guests.open(port, "vm-two", false, full);
      try (Socket client = guests.connect(port)) {
        assertThatExceptionOfType(SocketException.class)
            .isThrownBy(() -> client.getInputStream().read())
            .withMessageContaining("reset");
      }
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(guests.logged()).singleElement().asString().endsWith("guest-silent"));
    } finally {
      for (SocketChannel each : queue) {
        each.close();
      }
    }
  }

  /** Then Linux drops whatever else comes: as if nobody were there. */
  private static void fill(ServerSocket server, List<SocketChannel> queue) throws IOException {
    while (true) {
      SocketChannel channel = SocketChannel.open();
      queue.add(channel);
      channel.configureBlocking(false);
      if (!channel.connect(server.getLocalSocketAddress()) && !channel.finishConnect()) {
        return;
      }
    }
  }

  @Test
  void looksAfterAConnectionWhoseClientSpeaksTwice() throws Exception {
    try (Guests guests = new Guests(directory, Guests.NONE);
        Socket client = guests.connect();
        Socket guest = guests.accept()) {
      speakTwice(client, guest);
      awaitKeptAlive(guests.port, client, guest);
    }
  }

  @Test
  void looksAfterAConnectionWhoseGuestSpeaksTwice() throws Exception {
    try (Guests guests = new Guests(directory, Guests.NONE);
        Socket client = guests.connect();
        Socket guest = guests.accept()) {
      speakTwice(guest, client);
      awaitKeptAlive(guests.port, client, guest);
    }
  }

  private static void speakTwice(Socket speaker, Socket listener) throws IOException {
    for (int i = 0; i < 2; i++) {
      speaker.getOutputStream().write('?');
      listener.getInputStream().read();
    }
  }

  private static void awaitKeptAlive(int port, Socket client, Socket guest) {
    Awaitility.await("keepalive to the client")
        .until(() -> isKeptAlive(port, client.getLocalPort()));
    Awaitility.await("keepalive to the guest")
        .until(() -> isKeptAlive(guest.getPort(), guest.getLocalPort()));
  }

  /** Asks the kernel: timer 2 is that of keepalive (proc_net_tcp.txt of its documentation). */
  private static boolean isKeptAlive(int from, int to) throws IOException {
    String connection = ".* \\p{XDigit}+:%04X \\p{XDigit}+:%04X .* 02:.*".formatted(from, to);
    try (var tcp = Files.lines(Path.of("/proc/net/tcp"));
        var tcp6 = Files.lines(Path.of("/proc/net/tcp6"))) {
      return Stream.concat(tcp, tcp6).anyMatch(line -> line.matches(connection));
    }
  }
}
