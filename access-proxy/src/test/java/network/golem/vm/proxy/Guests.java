package network.golem.vm.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;

/** An access proxy in this process, with one port that leads to a guest; a test is both ends. */
final class Guests implements AutoCloseable {

  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /** A limit of one in each test, and no other. */
  static final Limits NONE = Limits.NONE;

  final ServerSocket guest;
  final int port;
  final AccessProxy proxy;
  private final Path file;
  private final Log log;

  Guests(Path directory, InetAddress address, Limits limits, int readAtOnce) throws IOException {
    this.file = directory.resolve("access.log");
    this.log = new Log(file);
    this.guest = new ServerSocket(0, 50, address);
    this.port = freePort(address);
    this.proxy = new AccessProxy(address, limits, log, readAtOnce);
    open(port, "vm-one", false);
  }

  Guests(Path directory, InetAddress address, Limits limits) throws IOException {
    this(directory, address, limits, 128 * 1024);
  }

  Guests(Path directory, Limits limits) throws IOException {
    this(directory, LOOPBACK, limits);
  }

  void open(int at, String owner, boolean proxyProtocol) throws IOException {
    open(at, owner, proxyProtocol, guest);
  }

  void open(int at, String owner, boolean proxyProtocol, ServerSocket to) throws IOException {
    var target = new InetSocketAddress(to.getInetAddress(), to.getLocalPort());
    proxy.open(new Opening(at, owner, target, proxyProtocol), false);
  }

  static Limits banning(Duration ban, Duration identification) {
    return new Limits(0, 0, 0, 0, ban, identification, Duration.ofSeconds(10));
  }

  /** Connections of one VM, of one source; new ones a second of one VM, of one source. */
  static Limits limits(int perVm, int perSource, int ratePerVm, int ratePerSource) {
    return new Limits(
        perVm,
        perSource,
        ratePerVm,
        ratePerSource,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(10));
  }

  Socket connect() throws IOException {
    return connect(port);
  }

  Socket connect(int to) throws IOException {
    return connectFrom(guest.getInetAddress(), to);
  }

  /** All of 127.0.0.0/8 is this host. */
  Socket connectFrom(InetAddress source, int to) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(new InetSocketAddress(guest.getInetAddress(), to));
    socket.setSoTimeout(20_000);
    return socket;
  }

  Socket accept() throws IOException {
    Socket socket = guest.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  Traffic traffic() throws IOException {
    return proxy.traffic().stream().filter(each -> each.port() == port).findAny().orElseThrow();
  }

  int pipes(ToIntFunction<Pipes> question) throws IOException {
    return proxy.loop().call(() -> question.applyAsInt(proxy.loop().pipes()));
  }

  List<String> logged() throws IOException {
    return Files.readAllLines(file);
  }

  static int freePort(InetAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    guest.close();
    log.close();
  }
}
