package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says hello to whoever connects; a program of its own, for hosts that are network namespaces. */
public final class Greeter {

  public static final String HELLO = "hello";

  private Greeter() {}

  /** Takes ports to listen on, says "ready" once it does, and ends with its standard input. */
  public static void main(String... ports) throws IOException {
    for (String port : ports) {
      listen(Integer.parseInt(port));
    }
    System.out.println("ready");
    System.in.transferTo(System.out);
    System.exit(0);
  }

  /** Listens on all addresses, until the program ends or the socket is closed. */
  public static ServerSocket listen(int port) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(new InetSocketAddress(port));
    Thread.ofVirtual().start(() -> greet(server));
    return server;
  }

  private static void greet(ServerSocket server) {
    while (true) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write((HELLO + "\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }
}
