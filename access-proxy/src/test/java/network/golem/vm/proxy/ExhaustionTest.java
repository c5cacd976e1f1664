package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy's process with next to no file descriptors. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExhaustionTest {

  private static final int DESCRIPTORS = 64;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path directory;

  private final List<Socket> open = new ArrayList<>();
  private ServerSocket guest;
  private Process process;
  private int port;

  @BeforeEach
  void start() throws IOException {
    guest = new ServerSocket(0, 200, LOOPBACK);
    port = Guests.freePort(LOOPBACK);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String program =
        "ulimit -n %d && exec %s %s -cp %s %s directory=%s socket=p.sock address=127.0.0.1 connect=10000"
            .formatted(
                DESCRIPTORS,
                java,
                String.join(" ", Main.javaOptions()),
                packed(),
                Main.class.getName(),
                directory);
    process = new ProcessBuilder("sh", "-c", program).inheritIO().start();
    Path socket = directory.resolve("p.sock");
    Awaitility.await()
        .ignoreExceptions() // the file is there a moment before anybody listens
        .until(() -> !Control.ask(socket, "hello").isEmpty());
    Control.ask(
        socket,
        "open "
            + new Opening(
                port, "vm-one", new InetSocketAddress(LOOPBACK, guest.getLocalPort()), false));
  }

  /** As it is run: a class in a jar is found without a file descriptor more. */
  private Path packed() {
    Path jar = directory.resolve("access-proxy.jar");
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "-cf", jar.toString(), "-C", "target/classes", ".");
    assertThat(status).isZero();
    return jar;
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    guest.close();
    process.destroy();
    process.waitFor();
  }

  @Test
  void isSaidOnceHarmsNobodyWhoIsServedAndPasses() throws Exception {
    Socket first = connect();
    Socket server = guest.accept();
    for (int i = 0; i < DESCRIPTORS; i++) {
      connect();
    }
    Awaitility.await().until(() -> !events("new connections have to wait").isEmpty());
    first.getOutputStream().write('?');
    assertThat(server.getInputStream().read()).isEqualTo('?');
    for (Socket socket : List.copyOf(open)) {
      if (!socket.equals(first)) {
        socket.setSoLinger(true, 0); // the guest, too, is to let it go at once
        socket.close();
      }
    }
    Awaitility.await().until(() -> events("new connections are taken again").size() == 1);
    assertThat(events("new connections have to wait"))
        .singleElement()
        .asString()
        .contains("Too many open files", "ulimit -n");
    connect().getOutputStream().write('!');
    Awaitility.await("a new connection").until(() -> guestHears('!'));
  }

  /** Connections that waited and were given up are before it in the guest's queue. */
  private boolean guestHears(int said) throws IOException {
    try (Socket next = guest.accept()) {
      next.setSoTimeout(2000);
      return next.getInputStream().read() == said;
    } catch (SocketException e) {
      return false;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.connect(new InetSocketAddress(LOOPBACK, port));
    return socket;
  }

  private List<String> events(String about) throws IOException {
    return Files.readAllLines(directory.resolve("access.log")).stream()
        .filter(line -> line.contains(about))
        .toList();
  }
}
