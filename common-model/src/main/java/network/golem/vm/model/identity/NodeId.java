package network.golem.vm.model.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Locale;
import java.util.regex.Pattern;
import network.golem.vm.model.problem.InvalidValueException;
import org.bouncycastle.util.encoders.Base32;
import org.jspecify.annotations.Nullable;

/**
 * Who a node is: SHA-256 of its public key's SubjectPublicKeyInfo (DER), in base32 (RFC 4648, lower
 * case, no padding), 52 characters. In base64 the same bytes are what {@code curl --pinnedpubkey
 * sha256//…} takes.
 */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {

  private static final Pattern FORM = Pattern.compile("[a-z2-7]{52}");
  private static final int SHOWN = 12;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidValueException("node_id", value, "52 of a-z and 2-7");
    }
  }

  public static NodeId of(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return new NodeId(Base32.toBase32String(hash).toLowerCase(Locale.ROOT).replace("=", ""));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** The first characters, enough for a person to tell nodes apart. */
  public String abbreviated() {
    return value.substring(0, SHOWN);
  }

  /** By hand, for {@code golem}: what Java makes of a record is made anew by each process. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeId id && value.equals(id.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
