package network.golem.vm.provider.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on both sides: a test is the client and the guest at once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SshProxyTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SshProxy proxy = new SshProxy(LOOPBACK);
  private ServerSocket guest;
  private int port;

  @BeforeEach
  void openOntoGuest() throws IOException {
    guest = new ServerSocket(0, 50, LOOPBACK);
    port = freePort();
    proxy.open(port, () -> new InetSocketAddress(LOOPBACK, guest.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    guest.close();
  }

  @Test
  void carriesEveryByteInOrderBothWays() throws Exception {
    byte[] sent = new byte[20 << 20];
    new Random(42).nextBytes(sent);
    try (Socket client = connect();
        Socket server = guest.accept()) {
      var echo = CompletableFuture.runAsync(() -> echo(server), threads);
      var received = CompletableFuture.supplyAsync(() -> readAll(client), threads);
      client.getOutputStream().write(sent);
      client.shutdownOutput();
      assertThat(received.get()).isEqualTo(sent);
      echo.get();
    }
  }

  @Test
  void oneSideMayFinishWhileTheOtherGoesOn() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertThat(server.getInputStream().readAllBytes()).asString().isEqualTo("question");
      server.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      server.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
    }
  }

  @Test
  void aReaderThatStopsStopsItsWriter() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      server.setSendBufferSize(1 << 16);
      var channel = CompletableFuture.supplyAsync(() -> writeUntilStuck(server), threads);
      long written = channel.get();
      assertThat(written).isLessThan(64L << 20);
    }
  }

  @Test
  void asksForTheGuestsAddressAtEachConnection() throws Exception {
    try (ServerSocket moved = new ServerSocket(0, 50, LOOPBACK)) {
      proxy.open(port, () -> new InetSocketAddress(LOOPBACK, moved.getLocalPort()));
      try (Socket client = connect();
          Socket server = moved.accept()) {
        client.getOutputStream().write('x');
        assertThat(server.getInputStream().read()).isEqualTo('x');
      }
    }
  }

  @Test
  void aClosedPortRefusesAndDropsWhatWasOpen() throws Exception {
    try (Socket client = connect();
        Socket server = guest.accept()) {
      client.getOutputStream().write('x');
      assertThat(server.getInputStream().read()).isEqualTo('x');
      proxy.close(port);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatExceptionOfType(IOException.class).isThrownBy(this::connect);
    }
  }

  @Test
  void aResetGuestIsAResetClient() throws Exception {
    try (Socket client = connect()) {
      Socket server = guest.accept();
      client.getOutputStream().write('x');
      assertThat(server.getInputStream().read()).isEqualTo('x');
      server.setSoLinger(true, 0);
      server.close();
      assertThatExceptionOfType(SocketException.class)
          .isThrownBy(() -> client.getInputStream().read());
    }
  }

  @Test
  void aGuestThatIsNotThereEndsTheConnection() throws Exception {
    guest.close();
    try (Socket client = connect()) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void saysWhichPortCannotBeHad() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 50, LOOPBACK)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> proxy.open(other.getLocalPort(), () -> new InetSocketAddress(LOOPBACK, 1)))
          .withMessageStartingWith("cannot listen on access port " + other.getLocalPort());
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(LOOPBACK, port));
    return socket;
  }

  private static void echo(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      in.transferTo(out);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes through a non-blocking channel until nobody has taken anything for a while. */
  private static long writeUntilStuck(Socket socket) {
    byte[] chunk = new byte[1 << 16];
    var written = new java.util.concurrent.atomic.AtomicLong();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (written.addAndGet(chunk.length) < 128L << 20) {
                  socket.getOutputStream().write(chunk);
                }
              } catch (IOException e) {
                // The test has ended.
              }
            });
    long before = -1;
    while (before != written.get()) {
      before = written.get();
      try {
        writer.join(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return before;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
