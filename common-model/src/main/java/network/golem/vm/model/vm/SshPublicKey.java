package network.golem.vm.model.vm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.golem.vm.model.problem.InvalidValueException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/**
 * An SSH public key in the one-line form of {@code authorized_keys}: type, base64, comment. The
 * base64 is parsed (RFC 4253, section 6.6; RFC 8709; RFC 5656) and must be of the named type;
 * options in front of the type are refused; the comment is reduced to {@code [A-Za-z0-9@._+-]}, so
 * that the line can stand in any configuration file. Ed25519, ECDSA and RSA of at least 2048 bits
 * are allowed.
 */
public record SshPublicKey(@JsonValue String line) {

  private static final int LONGEST_LINE = 8192;
  private static final int SHORTEST_RSA = 2048;
  private static final String ALLOWED =
      "an OpenSSH public key line (ssh-ed25519, ecdsa-sha2-nistp… or ssh-rsa of at least 2048 bits)";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SshPublicKey {
    line = canonical(line);
  }

  /** The key without its comment, as it stands in a {@code known_hosts} line. */
  public String withoutComment() {
    String[] parts = line.split(" ", 3);
    return parts[0] + " " + parts[1];
  }

  @Override
  public String toString() {
    return line;
  }

  private static String canonical(String text) {
    if (text == null || text.length() > LONGEST_LINE || text.strip().lines().count() != 1) {
      throw new InvalidValueException("ssh_key", text, ALLOWED);
    }
    String[] parts = text.strip().split("\\s+", 3);
    try {
      byte[] blob = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]);
      AsymmetricKeyParameter key = OpenSSHPublicKeyUtil.parsePublicKey(blob);
      boolean strong =
          !(key instanceof DSAPublicKeyParameters)
              && !(key instanceof RSAKeyParameters rsa
                  && rsa.getModulus().bitLength() < SHORTEST_RSA);
      if (!strong || !typeOf(blob).equals(parts[0])) {
        throw new InvalidValueException("ssh_key", text, ALLOWED);
      }
      String comment = parts.length < 3 ? "" : parts[2].replaceAll("[^A-Za-z0-9@._+-]+", "_");
      return (parts[0]
              + " "
              + Base64.getEncoder().encodeToString(OpenSSHPublicKeyUtil.encodePublicKey(key))
              + " "
              + comment)
          .strip();
    } catch (IOException | RuntimeException e) {
      throw e instanceof InvalidValueException refused
          ? refused
          : new InvalidValueException("ssh_key", text, ALLOWED);
    }
  }

  /** The first string of the key blob names its type (RFC 4253, section 6.6). */
  private static String typeOf(byte[] blob) {
    int length = ByteBuffer.wrap(blob).getInt();
    return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
  }
}
