package network.golem.vm.portchecker.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpDiallerTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Evidence OPEN = new Evidence.OpenPort();

  private final TcpDialler dialler = new TcpDialler();

  @AfterEach
  void close() {
    dialler.close();
  }

  @Test
  void listeningPortIsAccessible() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 50, LOOPBACK)) {
      assertThat(dialler.dial(address(open), OPEN, LONG)).isEqualTo(Outcome.ACCESSIBLE);
    }
  }

  @Test
  void closedPortIsRefused() throws IOException {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket(0, 50, LOOPBACK)) {
      closed = address(socket);
    }
    assertThat(dialler.dial(closed, OPEN, LONG)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void portThatDropsConnectionsTimesOut() throws IOException {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      fill(full, queue);
      assertThat(dialler.dial(address(full), OPEN, Duration.ofMillis(100)))
          .isEqualTo(Outcome.TIMED_OUT);
    } finally {
      for (Socket socket : queue) {
        socket.close();
      }
    }
  }

  /** Linux drops a connection when nobody accepts those before it. */
  private static void fill(ServerSocket server, List<Socket> queue) throws IOException {
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      socket.connect(address(server));
    }
  }

  private static InetSocketAddress address(ServerSocket socket) {
    return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
  }
}
