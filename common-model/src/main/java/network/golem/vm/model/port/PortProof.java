package network.golem.vm.model.port;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * How a port that waits for a VM proves to a port checker that it is the caller's own: the checker
 * sends a line with a random nonce, the listener answers with a line that holds the HMAC (RFC 2104,
 * SHA-256) of nonce and port under the key that came with the request. Whoever does not know the
 * key, or was reached through another port, cannot answer.
 *
 * <pre>
 * golem-port-check NONCE\n
 * golem-port-check HMAC\n
 * </pre>
 *
 * Both values are 32 bytes in base64url without padding (RFC 4648, section 5).
 */
public final class PortProof {

  /** Octets of a question or an answer, its end of line included. */
  public static final int LINE_LENGTH = 61;

  private static final String WORD = "golem-port-check ";
  private static final Pattern LINE = Pattern.compile(WORD + "([A-Za-z0-9_-]{43})\n");
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PortProof() {}

  /** A new key, or a new nonce. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return encoded(bytes);
  }

  /** Refuses what is no key, else returns it. */
  public static String checkKey(String field, String key) {
    if (!VALUE.matcher(key).matches()) {
      throw new InvalidValueException(field, "a secret", "32 bytes in base64url without padding");
    }
    return key;
  }

  /** The line that a checker sends. */
  public static String question(String nonce) {
    return WORD + nonce + "\n";
  }

  /** The line that answers a checker's line; empty when that is no question. */
  public static Optional<String> answer(String key, int port, String question) {
    Matcher line = LINE.matcher(question);
    return line.matches()
        ? Optional.of(WORD + hmac(key, port, line.group(1)) + "\n")
        : Optional.empty();
  }

  /** Whether a line is the answer to the question with this nonce; in constant time. */
  public static boolean isAnswer(String key, int port, String nonce, String line) {
    byte[] expected = (WORD + hmac(key, port, nonce) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    return MessageDigest.isEqual(expected, line.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String hmac(String key, int port, String nonce) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(key), ALGORITHM));
      String message = WORD + nonce + " " + port;
      return encoded(mac.doFinal(message.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
