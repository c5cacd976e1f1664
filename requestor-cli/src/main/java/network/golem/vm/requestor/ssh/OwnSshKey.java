package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * An Ed25519 key for users who have none: a file of mode 0600 in OpenSSH's own form, without a pass
 * phrase.
 */
final class OwnSshKey {

  private static final String PEM_TYPE = "OPENSSH PRIVATE KEY";

  private final Path file;

  OwnSshKey(Path file) {
    this.file = file;
  }

  /** The public half; the key is made when there is none yet. */
  SshPublicKey publicKey() {
    try {
      if (!Files.exists(file)) {
        make();
      }
      return line(new Ed25519Pem(PrivateFile.readKey(file)).key());
    } catch (IOException e) {
      throw FileFailure.of("use the SSH key", file, e);
    }
  }

  private void make() throws IOException {
    var key = new Ed25519PrivateKeyParameters(new SecureRandom());
    var pem = new java.io.StringWriter();
    try (PemWriter writer = new PemWriter(pem)) {
      writer.writeObject(new PemObject(PEM_TYPE, OpenSSHPrivateKeyUtil.encodePrivateKey(key)));
    }
    try {
      PrivateFile.create(file, pem.toString());
    } catch (FileAlreadyExistsException e) {
      return; // another process was first: its key is the one to use
    }
    PrivateFile.replace(file.resolveSibling(file.getFileName() + ".pub"), line(key) + "\n");
  }

  private static SshPublicKey line(Ed25519PrivateKeyParameters key) throws IOException {
    byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
    return new SshPublicKey("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " golem");
  }

  private record Ed25519Pem(String text) {

    Ed25519PrivateKeyParameters key() throws IOException {
      try {
        String body = text.replaceAll("-----[A-Z ]+-----|\\s", "");
        AsymmetricKeyParameter key =
            OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(Base64.getDecoder().decode(body));
        if (key instanceof Ed25519PrivateKeyParameters ed25519) {
          return ed25519;
        }
      } catch (RuntimeException e) {
        throw new IOException("it is no OpenSSH private key; move it away", e);
      }
      throw new IOException("it is no Ed25519 key; move it away");
    }
  }
}
