package network.golem.vm.provider.backend.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Base64;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.IOUtils;
import net.schmizz.sshj.connection.channel.direct.Session;
import network.golem.vm.provider.guest.HostKey;

/** Runs commands in a guest that shows the host key it was given, and lets that same key in. */
record GuestShell(InetSocketAddress ssh, String user, HostKey key) {

  String run(String line) throws Exception {
    try (SSHClient client = new SSHClient(new DefaultConfig())) {
      client.addHostKeyVerifier(fingerprint());
      client.connect(ssh.getAddress(), ssh.getPort());
      client.authPublickey(user, client.loadKeys(key.privateKey(), key.publicKey().line(), null));
      return output(client, line);
    }
  }

  private static String output(SSHClient client, String line) throws IOException {
    try (Session session = client.startSession()) {
      Session.Command command = session.exec(line);
      return IOUtils.readFully(command.getInputStream()).toString(UTF_8).strip();
    }
  }

  private String fingerprint() throws Exception {
    byte[] blob = Base64.getDecoder().decode(key.publicKey().line().split(" ", 3)[1]);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }
}
