package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocket;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortProof;
import org.jspecify.annotations.Nullable;

/** What has to be seen on an open connection for the port to count as the caller's. */
sealed interface Evidence {

  /**
   * Whether it is seen. Blocks; the caller closes the socket when the time is over. Reads a bounded
   * number of bytes from the other side, which may be hostile.
   *
   * @throws IOException when the connection ends before
   */
  boolean isShownBy(Socket socket, int port) throws IOException;

  /** For each port of a request, what its caller said can be seen there. */
  static IntFunction<Evidence> wantedBy(PortCheckRequest.@Nullable Proof proof) {
    if (proof == null) {
      return _ -> new OpenPort();
    }
    NodeId node = proof.tlsNodeId();
    return port -> {
      if (node != null && proof.tlsPorts().contains(port)) {
        return new TlsIdentity(node);
      }
      return proof.sshPorts().contains(port) ? new SshGreeting() : new NonceAnswer(proof.key());
    };
  }

  /** Nothing: that it is open is enough. */
  record OpenPort() implements Evidence {
    @Override
    public boolean isShownBy(Socket socket, int port) {
      return true;
    }
  }

  /** The answer to a nonce, as {@link PortProof} has it. */
  record NonceAnswer(String key) implements Evidence {
    @Override
    public boolean isShownBy(Socket socket, int port) throws IOException {
      String nonce = PortProof.random();
      socket.getOutputStream().write(PortProof.question(nonce).getBytes(StandardCharsets.US_ASCII));
      String line = read(socket.getInputStream(), PortProof.LINE_LENGTH);
      return PortProof.isAnswer(key, port, nonce, line);
    }

    @Override
    public String toString() {
      return "NonceAnswer"; // the key is nobody else's business
    }
  }

  /** A TLS 1.3 handshake with this identity: TLS has nonces of its own. */
  record TlsIdentity(NodeId node) implements Evidence {
    @Override
    public boolean isShownBy(Socket socket, int port) throws IOException {
      var factory = MutualTls.anonymousClient(node).getSocketFactory();
      try (SSLSocket tls =
          (SSLSocket)
              factory.createSocket(socket, socket.getInetAddress().getHostAddress(), port, true)) {
        tls.startHandshake();
        return true;
      }
    }
  }

  /**
   * The first letters of any SSH server (RFC 4253, section 4.2). It is told that an SSH client
   * asks, so that nobody takes this for one of the many scans.
   */
  record SshGreeting() implements Evidence {
    private static final String GREETING = "SSH-2.0-";
    private static final byte[] OURS =
        "SSH-2.0-golem_port_checker\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean isShownBy(Socket socket, int port) throws IOException {
      socket.getOutputStream().write(OURS);
      return read(socket.getInputStream(), GREETING.length()).equals(GREETING);
    }
  }

  private static String read(InputStream in, int most) throws IOException {
    return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
  }
}
