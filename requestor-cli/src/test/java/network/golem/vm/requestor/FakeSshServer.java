package network.golem.vm.requestor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.requestor.ssh.LoginKeys;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * A VM's SSH server: Apache MINA, with commands that are real processes and files that are real.
 */
final class FakeSshServer implements AutoCloseable {

  /** Public keys that may log in, without comments. */
  final Set<String> accepted = ConcurrentHashMap.newKeySet();

  /** Bytes of files that went either way. */
  final AtomicLong carried = new AtomicLong();

  /** Connections are cut when so many bytes of files have gone either way. */
  volatile long cutAfter = Long.MAX_VALUE;

  /** Files that a listing shows under other names than their own, as a hostile server may. */
  final Map<String, String> disguises = new ConcurrentHashMap<>();

  /** Runs when bytes of a file have gone either way. */
  volatile Runnable onCarried = () -> {};

  final Path files;
  private final SshServer server = SshServer.setUpDefaultServer();
  private final SshPublicKey hostKey;

  FakeSshServer(Path directory) throws Exception {
    files = Files.createDirectories(directory.resolve("files"));
    LoginKeys key = LoginKeys.usual(directory, directory.resolve("host_key"));
    hostKey = new SshPublicKey(key.publicKeys().getFirst().withoutComment());
    byte[] pem = Files.readAllBytes(directory.resolve("host_key"));
    var pairs =
        SecurityUtils.loadKeyPairIdentities(null, null, new ByteArrayInputStream(pem), null);
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.setKeyPairProvider(session -> pairs);
    server.setPublickeyAuthenticator(
        (user, offered, session) -> accepted.contains(PublicKeyEntry.toString(offered)));
    server.setCommandFactory((channel, command) ->
        new ProcessShellFactory(command, List.of("sh", "-c", command)).createShell(channel));
    server.setShellFactory(channel -> new Shell());
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.setFileSystemFactory(new VirtualFileSystemFactory(files));
    SftpSubsystemFactory sftp = new SftpSubsystemFactory();
    sftp.addSftpEventListener(new Scissors());
    sftp.setFileSystemAccessor(new Disguised());
    server.setSubsystemFactories(List.of(sftp));
    server.start();
  }

  int port() {
    return server.getPort();
  }

  SshPublicKey hostKey() {
    return hostKey;
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private final class Disguised implements SftpFileSystemAccessor {

    @Override
    public void putRemoteFileName(
        SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName) {
      buffer.putString(disguises.getOrDefault(name, name));
    }
  }

  private final class Scissors implements SftpEventListener {

    @Override
    public void written(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int dataOffset,
        int length,
        Throwable thrown) {
      count(length);
    }

    @Override
    public void read(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int dataOffset,
        int length,
        int read,
        Throwable thrown) {
      count(read);
    }

    private void count(int length) {
      onCarried.run();
      if (carried.addAndGet(Math.max(0, length)) > cutAfter) {
        server.getActiveSessions().forEach(session -> session.close(true));
      }
    }
  }

  /** Tells the size of its terminal whenever it changes, repeats lines, and ends at "exit". */
  private static final class Shell implements Command {

    private InputStream in;
    private OutputStream out;
    private ExitCallback end;

    @Override
    public void setInputStream(InputStream in) {
      this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback end) {
      this.end = end;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      environment.addSignalListener((ch, signal) -> tellSize(environment), Signal.WINCH);
      Thread.ofVirtual().start(() -> talk(environment));
    }

    private void tellSize(Environment environment) {
      say(
          "size %s x %s"
              .formatted(
                  environment.getEnv().get(Environment.ENV_COLUMNS),
                  environment.getEnv().get(Environment.ENV_LINES)));
    }

    private void talk(Environment environment) {
      tellSize(environment);
      StringBuilder line = new StringBuilder();
      try {
        for (int key = in.read(); key >= 0; key = in.read()) {
          if (key != '\r') {
            line.append(key == 3 ? "Ctrl-C" : Character.toString(key));
          } else if (line.toString().equals("exit")) {
            end.onExit(5);
            return;
          } else {
            say("you said " + line);
            line.setLength(0);
          }
        }
      } catch (IOException e) {
        end.onExit(1);
      }
    }

    private synchronized void say(String line) {
      try {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        end.onExit(1);
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
