package network.golem.vm.requestor.ssh;

import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/**
 * Takes one host key and no other.
 *
 * @param expected in the form of a line of known_hosts: its type, a space, and the key in base64
 */
record OneHostKey(String expected) implements HostKeyVerifier {

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    return expected.equals(
        Destination.HOST_KEY_TYPE + " " + Base64.getEncoder().encodeToString(blob));
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    return List.of(Destination.HOST_KEY_TYPE);
  }
}
