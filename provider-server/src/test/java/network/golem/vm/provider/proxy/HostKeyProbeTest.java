package network.golem.vm.provider.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import network.golem.vm.provider.guest.HostKey;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real SSH server with a host key of ours. */
class HostKeyProbeTest {

  private final HostKey hostKey = HostKey.generate();
  private final SshServer server = SshServer.setUpDefaultServer();

  @BeforeEach
  void serve() throws Exception {
    byte[] pem = hostKey.privateKey().getBytes(StandardCharsets.US_ASCII);
    var pairs =
        SecurityUtils.loadKeyPairIdentities(null, null, new ByteArrayInputStream(pem), null);
    server.setKeyPairProvider(_ -> pairs);
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop(true);
  }

  @Test
  void knowsTheServerThatHasTheHostKey() throws Exception {
    assertThat(probeFor(hostKey).await(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void takesNoOtherServerForIt() throws Exception {
    HostKeyProbe probe = probeFor(HostKey.generate());
    assertThat(probe.await(Duration.ofSeconds(1))).isFalse();
    assertThat(probe.lastFailure()).contains("host key");
  }

  @Test
  void givesUpWhereNobodyAnswers() throws Exception {
    HostKeyProbe probe = probeFor(hostKey);
    server.stop(true);
    assertThat(probe.await(Duration.ofSeconds(1))).isFalse();
  }

  private HostKeyProbe probeFor(HostKey expected) {
    return new HostKeyProbe(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
        expected.publicKey());
  }
}
