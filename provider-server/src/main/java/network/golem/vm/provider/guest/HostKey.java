package network.golem.vm.provider.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import network.golem.vm.model.vm.SshPublicKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/**
 * An Ed25519 SSH host key made for one VM.
 *
 * @param publicKey what the requestor pins
 * @param privateKey the private half in OpenSSH's PEM form, for the guest's eyes only
 */
public record HostKey(SshPublicKey publicKey, String privateKey) {

  private static final int PEM_LINE = 70;

  public static HostKey generate() {
    var key = new Ed25519PrivateKeyParameters(new SecureRandom());
    try {
      byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
      String pem =
          Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
              .encodeToString(OpenSSHPrivateKeyUtil.encodePrivateKey(key));
      return new HostKey(
          new SshPublicKey("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob)),
          "-----BEGIN OPENSSH PRIVATE KEY-----\n" + pem + "\n-----END OPENSSH PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is read or written
    }
  }

  /** Never the private half. */
  @Override
  public String toString() {
    return publicKey.toString();
  }
}
