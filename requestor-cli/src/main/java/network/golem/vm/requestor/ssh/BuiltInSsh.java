package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.connection.channel.direct.LocalPortForwarder;
import net.schmizz.sshj.connection.channel.direct.Parameters;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.terminal.RawTerminal;
import network.golem.vm.requestor.terminal.Terminal;

/** SSH where the system has none: sshj, with the same keys and the same strictness. */
public final class BuiltInSsh implements SshClient {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Terminal terminal;
  private final PrivateKeys keys;

  BuiltInSsh(Terminal terminal, PrivateKeys keys) {
    this.terminal = terminal;
    this.keys = keys;
  }

  @Override
  public int login(Destination to, List<String> arguments) {
    if (!arguments.isEmpty() && arguments.getFirst().startsWith("-")) {
      throw new Failure(
          ExitCode.USAGE,
          "the built-in ssh takes no options, and '" + arguments.getFirst() + "' is one of ssh's",
          "leave it out, or install the OpenSSH client: sudo apt install openssh-client");
    }
    return run(to, arguments, arguments.isEmpty() && terminal.isTypedAt());
  }

  @Override
  public int run(Destination to, List<String> command, boolean tty) {
    try (SSHClient client = connected(to);
        Session session = client.startSession()) {
      return tty ? atTerminal(session, command) : piped(session, command);
    } catch (IOException e) {
      throw broken(to, e);
    }
  }

  private int atTerminal(Session session, List<String> command) throws IOException {
    try (RawTerminal screen = RawTerminal.open()) {
      session.allocatePTY(screen.type(), screen.columns(), screen.rows(), 0, 0, Map.of());
      Conversation conversation = new Conversation(session, command);
      screen.onResize(() -> conversation.resize(screen.columns(), screen.rows()));
      return conversation.hold(screen.keys(), screen.screen(), screen.screen());
    }
  }

  private static int piped(Session session, List<String> command) throws IOException {
    Terminal.Streams own = Terminal.streams();
    return new Conversation(session, command).hold(own.in(), own.out(), own.err());
  }

  @Override
  public int forward(Destination to, List<Forwarding> forwardings, Runnable begun) {
    List<ServerSocket> sockets = new ArrayList<>();
    try (SSHClient client = connected(to)) {
      for (Forwarding one : forwardings) {
        ServerSocket socket = one.listening();
        sockets.add(socket);
        Parameters way = new Parameters(one.address(), one.here(), Forwarding.THERE, one.there());
        LocalPortForwarder forwarder = client.newLocalPortForwarder(way, socket);
        Thread.ofVirtual().start(() -> listen(forwarder));
      }
      begun.run();
      client.getTransport().join(); // which throws when the connection breaks
      return ExitCode.SSH_FAILED.status();
    } catch (IOException e) {
      throw broken(to, e);
    } finally {
      sockets.forEach(BuiltInSsh::close);
    }
  }

  private static void listen(LocalPortForwarder forwarder) {
    try {
      forwarder.listen();
    } catch (IOException e) {
      // It ends together with the connection, which is said there.
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The process ends.
    }
  }

  @Override
  public Sftp sftp(Destination to) {
    SSHClient client = connected(to);
    return Sftp.over(client, client);
  }

  private SSHClient connected(Destination to) {
    SSHClient client = new SSHClient(new ModernSsh());
    try {
      client.addHostKeyVerifier(new OneHostKey(to.hostKey()));
      client.setConnectTimeout(CONNECT_MILLIS);
      client.connect(InetAddress.ofLiteral(to.host()), to.port());
      client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
      client.auth(to.user(), keys.of(client, to));
      return client;
    } catch (IOException e) {
      close(client);
      throw broken(to, e);
    }
  }

  private static void close(SSHClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // What went wrong before is what counts.
    }
  }

  private static Failure broken(Destination to, IOException cause) {
    String where = to.user() + "@" + to.host() + " port " + to.port();
    if (cause instanceof UserAuthException) {
      return new Failure(
          ExitCode.SSH_FAILED,
          where + " takes none of the keys that are here",
          "the VM knows the keys it was created with; see: golem vm create --help, --ssh-key",
          cause);
    }
    if (cause instanceof TransportException transport
        && transport.getDisconnectReason() == DisconnectReason.HOST_KEY_NOT_VERIFIABLE) {
      return new Failure(
          ExitCode.SSH_FAILED,
          where + " is not the VM: it has another host key",
          "somebody may be listening; nothing was sent. See the VM's: golem vm info",
          cause);
    }
    return new Failure(
        ExitCode.SSH_FAILED,
        "cannot speak SSH with " + where + ": " + cause.getMessage(),
        "golem vm info shows whether the VM runs; then try again",
        cause);
  }
}
