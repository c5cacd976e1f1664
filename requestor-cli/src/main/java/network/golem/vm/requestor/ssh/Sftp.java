package network.golem.vm.requestor.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.SessionFactory;
import net.schmizz.sshj.sftp.SFTPEngine;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The files of a VM by SFTP (draft-ietf-secsh-filexfer-02).
 *
 * @param connection that it runs over, closed together with it
 */
public record Sftp(SFTPEngine engine, Closeable connection) implements Closeable {

  /** SFTP over the streams of a program. */
  static Sftp over(InputStream in, OutputStream out, Closeable connection) {
    Object session =
        Proxy.newProxyInstance(
            Sftp.class.getClassLoader(),
            new Class<?>[] {SessionFactory.class, Session.class, Session.Subsystem.class},
            new Streams(in, out));
    return over((SessionFactory) session, connection);
  }

  /** SFTP over a connection of sshj's. */
  static Sftp over(SessionFactory sessions, Closeable connection) {
    try {
      return new Sftp(new SFTPEngine(sessions).init(), connection);
    } catch (IOException e) {
      closeQuietly(connection);
      throw new Failure(
          ExitCode.SSH_FAILED,
          "cannot get at the VM's files by SFTP: " + e.getMessage(),
          "golem vm ssh shows whether the VM can be logged in to; its SSH server needs SFTP",
          e);
    }
  }

  @Override
  public void close() {
    closeQuietly(engine);
    closeQuietly(connection);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is written through it any more.
    }
  }

  /** Two streams in place of sshj's own connection: all that its SFTP asks of one. */
  private record Streams(InputStream in, OutputStream out) implements InvocationHandler {

    /** As much as OpenSSH's server takes in one packet. */
    private static final int PACKET = 32 * 1024;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws IOException {
      return switch (method.getName()) {
        case "startSession", "startSubsystem" -> proxy;
        case "getInputStream" -> in;
        case "getOutputStream" -> out;
        case "getRemoteCharset" -> StandardCharsets.UTF_8;
        case "getLocalMaxPacketSize", "getRemoteMaxPacketSize" -> PACKET;
        case "getLoggerFactory" -> LoggerFactory.DEFAULT;
        case "getRemoteSocketAddress" -> null;
        case "close" -> {
          out.close();
          yield null;
        }
        default -> throw new UnsupportedOperationException(method.getName());
      };
    }
  }
}
