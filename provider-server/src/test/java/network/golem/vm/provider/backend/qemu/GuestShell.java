package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.IOUtils;
import net.schmizz.sshj.connection.channel.direct.Session;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.provider.guest.HostKey;

/** A guest that one is logged in to. */
record GuestShell(SSHClient client) implements AutoCloseable {

  /** By a key that is the guest's host key, too. */
  static GuestShell logIn(InetSocketAddress ssh, String user, HostKey key) throws IOException {
    return logIn(ssh, user, key, key.publicKey());
  }

  static GuestShell logIn(InetSocketAddress ssh, String user, HostKey key, SshPublicKey host)
      throws IOException {
    SSHClient client = new SSHClient(new DefaultConfig());
    client.addHostKeyVerifier(fingerprint(host));
    client.connect(ssh.getAddress(), ssh.getPort());
    client.authPublickey(user, client.loadKeys(key.privateKey(), key.publicKey().line(), null));
    return new GuestShell(client);
  }

  private static String fingerprint(SshPublicKey host) {
    byte[] blob = Base64.getDecoder().decode(host.withoutComment().split(" ", 2)[1]);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** What the guest hears from a port; nothing where it cannot connect. */
  String heard(String address, int port) throws IOException {
    return run("nc -w 3 %s %d </dev/null 2>/dev/null".formatted(address, port));
  }

  String run(String line) throws IOException {
    try (Session session = client.startSession()) {
      Session.Command command = session.exec(line);
      return IOUtils.readFully(command.getInputStream())
          .toString(StandardCharsets.US_ASCII)
          .strip();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
