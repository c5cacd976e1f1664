package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Says hello to whoever connects; at {@link #STREAM} it sends and takes without end instead. A
 * program of its own, for hosts that are network namespaces.
 */
public final class Greeter {

  public static final String HELLO = "hello";

  /** As of the character generator (RFC 864). */
  public static final int STREAM = 19;

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
      try {
        Socket client = server.accept();
        if (server.getLocalPort() == STREAM) {
          Thread.ofVirtual().start(() -> take(client));
          Thread.ofVirtual().start(() -> send(client));
        } else {
          sayHello(client);
        }
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private static void sayHello(Socket client) throws IOException {
    try (client) {
      client.getOutputStream().write((HELLO + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void take(Socket client) {
    try {
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Whoever sent is gone.
    }
  }

  private static void send(Socket client) {
    try (client) {
      for (byte[] block = new byte[1 << 16]; ; ) {
        client.getOutputStream().write(block);
      }
    } catch (IOException e) {
      // Whoever listened is gone.
    }
  }
}
