package network.golem.vm.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real handshakes over loopback. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutualTlsTest {

  private final Identity provider = Identity.generate();
  private final Identity requestor = Identity.generate();
  private SSLServerSocket server;

  @BeforeEach
  void listen() throws Exception {
    SSLContext context = SSLContext.getInstance(MutualTls.PROTOCOL);
    context.init(new KeyManager[] {provider.keyManager()}, null, new SecureRandom());
    server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void thePinnedNodeIsTrustedWhateverItsNameAndIssuer() throws Exception {
    try (SSLSocket socket = connect(provider.nodeId())) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(NodeId.of(shown.getPublicKey())).isEqualTo(provider.nodeId());
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void anyOtherNodeIsRefusedAndNamed() throws Exception {
    NodeId expected = Identity.generate().nodeId();
    try (SSLSocket socket = connect(expected)) {
      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(socket::startHandshake)
          .havingRootCause()
          .isInstanceOf(WrongNodeException.class)
          .withMessage(
              "expected node " + expected + ", but node " + provider.nodeId() + " answered");
    }
  }

  /** As HTTP clients set it up: with the endpoint's identity to be checked. */
  private SSLSocket connect(NodeId pin) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            MutualTls.client(requestor, pin)
                .getSocketFactory()
                .createSocket(server.getInetAddress(), server.getLocalPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The client refused us, or the test is over.
      }
    }
  }
}
