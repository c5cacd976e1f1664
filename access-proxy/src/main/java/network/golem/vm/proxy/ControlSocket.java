package network.golem.vm.proxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the provider finds this process: a unix socket that only its owner may open. See {@link
 * Control} for what is said there.
 */
final class ControlSocket implements AutoCloseable {

  private static final long PAUSE_MILLIS = 250;

  private final Path path;
  private final Commands commands;
  private final Log log;
  private final ServerSocketChannel listener;

  /**
   * Listens.
   *
   * @param path in a directory that only the owner may enter: the socket's own permissions are set
   *     a moment after it is made
   */
  ControlSocket(Path path, Commands commands, Log log) throws IOException {
    this.path = path;
    this.commands = commands;
    this.log = log;
    Files.deleteIfExists(path);
    this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  /** Serves until closed. */
  void run() throws InterruptedException {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        Thread.ofPlatform().name("control").daemon().start(() -> serve(channel));
      } catch (IOException e) {
        // Closed, or no file descriptor is left: the access log tells of that.
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (Control control = new Control(channel)) {
      while (true) {
        commands.obey(control.next(), control);
      }
    } catch (IOException e) {
      // The conversation is over.
    } catch (RuntimeException e) {
      log.event("a control command failed: " + e);
    }
  }

  /** Whether the provider could still find it. */
  boolean isThere() {
    return Files.exists(path);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    Files.deleteIfExists(path);
  }
}
