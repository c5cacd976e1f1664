package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.TransportException;

/** A shell or a command of a VM, with somebody or something at this end. */
final class Conversation {

  /** As ssh has it for a command that a signal ended. */
  private static final int NO_STATUS = 255;

  private final Session session;
  private final Session.Command far;

  /**
   * Begins it.
   *
   * @param command its words, or none for a shell
   */
  Conversation(Session session, List<String> command) throws IOException {
    this.session = session;
    this.far =
        command.isEmpty()
            ? (Session.Command) session.startShell()
            : session.exec(String.join(" ", command));
  }

  /** Tells the far side how large the terminal is now. */
  void resize(int columns, int rows) {
    try {
      ((Session.Shell) session).changeWindowDimensions(columns, rows, 0, 0);
    } catch (TransportException e) {
      // The connection breaks, which the conversation itself finds out.
    }
  }

  /** Goes on until the far side ends, and answers its exit status. */
  int hold(InputStream keys, OutputStream out, OutputStream err) throws IOException {
    Thread.ofPlatform().daemon().name("keys").start(() -> send(keys));
    Thread errors = Thread.ofVirtual().start(() -> show(far.getErrorStream(), err));
    show(far.getInputStream(), out);
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    far.join();
    return Objects.requireNonNullElse(far.getExitStatus(), NO_STATUS);
  }

  private void send(InputStream keys) {
    try (OutputStream to = far.getOutputStream()) {
      pump(keys, to);
    } catch (IOException e) {
      // The far side has ended, and takes no more.
    }
  }

  private static void show(InputStream from, OutputStream to) {
    try {
      pump(from, to);
    } catch (IOException e) {
      // Nobody looks any more, or the connection broke; the exit status tells.
    }
  }

  /** Each piece at once, since somebody may be waiting for an echo. */
  private static void pump(InputStream from, OutputStream to) throws IOException {
    byte[] piece = new byte[32 * 1024];
    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
      to.write(piece, 0, count);
      to.flush();
    }
  }
}
