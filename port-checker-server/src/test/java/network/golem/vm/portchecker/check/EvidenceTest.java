package network.golem.vm.portchecker.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static network.golem.vm.portchecker.check.Outcome.ACCESSIBLE;
import static network.golem.vm.portchecker.check.Outcome.FOREIGN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.port.PortProof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real listeners, honest and otherwise. */
class EvidenceTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String KEY = PortProof.random();

  @TempDir Path directory;

  private final TcpDialler dialler = new TcpDialler();

  @AfterEach
  void close() {
    dialler.close();
  }

  /** Serves one connection. */
  private interface Manners {
    void serve(Socket client) throws Exception;
  }

  @Test
  void listenerThatKnowsTheKeyIsTheCallers() throws Exception {
    assertThat(dial(answering(KEY, 0), new Evidence.NonceAnswer(KEY), LONG)).isEqualTo(ACCESSIBLE);
  }

  @Test
  void listenerWithAnotherKeyIsForeign() throws Exception {
    assertThat(dial(answering(PortProof.random(), 0), new Evidence.NonceAnswer(KEY), LONG))
        .isEqualTo(FOREIGN);
  }

  @Test
  void callersListenerOfAnotherPortIsForeign() throws Exception {
    assertThat(dial(answering(KEY, 1), new Evidence.NonceAnswer(KEY), LONG)).isEqualTo(FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nServer: Router\r\n\r\n<html>Please log in to your router</html>",
        "SSH-2.0-dropbear\r\n",
        "golem-port-check AAAA\n",
        ""
      })
  void anythingElseIsForeign(String greeting) throws Exception {
    Manners router = client -> client.getOutputStream().write(greeting.getBytes(US_ASCII));
    assertThat(dial(router, new Evidence.NonceAnswer(KEY), LONG)).isEqualTo(FOREIGN);
  }

  @Test
  void listenerThatEchoesIsForeign() throws Exception {
    Manners echo = client -> client.getInputStream().transferTo(client.getOutputStream());
    assertThat(dial(echo, new Evidence.NonceAnswer(KEY), LONG)).isEqualTo(FOREIGN);
  }

  @Test
  void listenerThatKeepsSilentIsForeignOnceTheTimeIsOver() throws Exception {
    Manners silent = client -> client.getInputStream().readAllBytes();
    assertThat(dial(silent, new Evidence.NonceAnswer(KEY), Duration.ofMillis(200)))
        .isEqualTo(FOREIGN);
  }

  @Test
  void identityShowsItselfByTls() throws Exception {
    Identity identity = Identity.loadOrCreate(directory.resolve("identity.pem"));
    assertThat(dial(tls(identity), new Evidence.TlsIdentity(identity.nodeId()), LONG))
        .isEqualTo(ACCESSIBLE);
  }

  @Test
  void otherIdentityIsForeign() throws Exception {
    Identity identity = Identity.loadOrCreate(directory.resolve("identity.pem"));
    Identity other = Identity.loadOrCreate(directory.resolve("other.pem"));
    assertThat(dial(tls(other), new Evidence.TlsIdentity(identity.nodeId()), LONG))
        .isEqualTo(FOREIGN);
  }

  @Test
  void silentListenerDoesNotHoldUpTheTlsHandshakeForever() throws Exception {
    Identity identity = Identity.loadOrCreate(directory.resolve("identity.pem"));
    Manners silent = client -> client.getInputStream().readAllBytes();
    assertThat(dial(silent, new Evidence.TlsIdentity(identity.nodeId()), Duration.ofMillis(200)))
        .isEqualTo(FOREIGN);
  }

  @Test
  void sshServerGreetsAndAnythingElseDoesNot() throws Exception {
    Manners ssh = client -> client.getOutputStream().write("SSH-2.0-Open\r\n".getBytes(US_ASCII));
    Manners web = client -> client.getOutputStream().write("HTTP/1.1 400\r\n".getBytes(US_ASCII));
    assertThat(dial(ssh, new Evidence.SshGreeting(), LONG)).isEqualTo(ACCESSIBLE);
    assertThat(dial(web, new Evidence.SshGreeting(), LONG)).isEqualTo(FOREIGN);
  }

  private static Manners answering(String key, int portOffset) {
    return client -> {
      String question =
          new String(client.getInputStream().readNBytes(PortProof.LINE_LENGTH), US_ASCII);
      String answer =
          PortProof.answer(key, client.getLocalPort() + portOffset, question).orElseThrow();
      client.getOutputStream().write(answer.getBytes(US_ASCII));
    };
  }

  private static Manners tls(Identity identity) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(new KeyManager[] {identity.keyManager()}, null, null);
    return client -> {
      try (var tls =
          (javax.net.ssl.SSLSocket)
              context.getSocketFactory().createSocket(client, "", client.getPort(), true)) {
        tls.setUseClientMode(false);
        tls.startHandshake();
        tls.getInputStream().readAllBytes();
      }
    };
  }

  private Outcome dial(Manners manners, Evidence evidence, Duration limit) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread listener = Thread.ofVirtual().start(() -> serveOne(server, manners));
      var target = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      Outcome outcome = dialler.dial(target, evidence, limit);
      listener.join();
      return outcome;
    }
  }

  private static void serveOne(ServerSocket server, Manners manners) {
    try (Socket client = server.accept()) {
      manners.serve(client);
    } catch (IOException e) {
      // the checker has seen enough
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
