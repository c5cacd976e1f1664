package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import network.golem.vm.model.vm.SshPublicKey;

/**
 * Tries whether the SSH server behind an address is the one with a given host key: runs the key
 * exchange, in which the server proves that it has the private half, and logs in nowhere. Patient
 * on purpose: each connection given up too soon costs a slow guest another server process.
 */
public final class HostKeyProbe {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final InetSocketAddress address;
  private final PublicKey expected;
  private volatile String lastFailure = "not tried";

  public HostKeyProbe(InetSocketAddress address, SshPublicKey hostKey) {
    this.address = address;
    this.expected = parsed(hostKey);
  }

  /** Tries until the right server answers; false when the time is over. */
  public boolean await(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      if (answers()) {
        return true;
      }
      if (System.nanoTime() + PAUSE.toNanos() >= end) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Why the last try failed, for a person. */
  public String lastFailure() {
    return lastFailure;
  }

  private boolean answers() {
    try (SSHClient client = new SSHClient(new DefaultConfig())) {
      client.setConnectTimeout((int) CONNECT.toMillis());
      client.setTimeout((int) ANSWER.toMillis());
      client.getTransport().setTimeoutMs((int) ANSWER.toMillis());
      client.addHostKeyVerifier(new OnlyExpected());
      client.connect(address.getAddress(), address.getPort());
      return true;
    } catch (IOException e) {
      lastFailure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return false;
    }
  }

  private final class OnlyExpected implements HostKeyVerifier {
    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
      return key.equals(expected);
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
      return List.of("ssh-ed25519");
    }
  }

  private static PublicKey parsed(SshPublicKey key) {
    try {
      byte[] blob = Base64.getDecoder().decode(key.line().split(" ", 3)[1]);
      return new Buffer.PlainBuffer(blob).readPublicKey();
    } catch (Buffer.BufferException e) {
      throw new IllegalArgumentException("no SSH public key: " + key, e);
    }
  }
}
