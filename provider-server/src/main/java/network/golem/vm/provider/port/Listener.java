package network.golem.vm.provider.port;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket that is listened on, and the thread that does.
 *
 * @param thread ends once the socket is closed
 */
record Listener(ServerSocket socket, Thread thread) {

  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  static Listener on(ServerSocket socket, Consumer<Socket> visitors) {
    return new Listener(
        socket,
        Thread.ofVirtual()
            .name("access port " + socket.getLocalPort())
            .start(() -> accept(socket, visitors)));
  }

  private static void accept(ServerSocket socket, Consumer<Socket> visitors) {
    while (!socket.isClosed()) {
      try {
        visitors.accept(socket.accept());
      } catch (IOException e) {
        log.debug("port {} is not listened on any more", socket.getLocalPort(), e);
        return;
      }
    }
  }

  /**
   * Gives the port back. Java closes a socket that a thread accepts on only once that thread has
   * noticed, and until then nobody else can have the port: hence the wait.
   */
  void shut() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("closing port {}", socket.getLocalPort(), e);
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // it ends at once, and the port has to be free when we return
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
