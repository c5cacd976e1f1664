package network.golem.vm.provider.vm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The requestor's key of one request (draft-ietf-httpapi-idempotency-key-header) and what the
 * request said.
 *
 * @param value a UUID
 * @param fingerprint tells requests apart that bear the same key
 */
record RequestKey(String value, String fingerprint) {

  static final String HEADER = "Idempotency-Key";

  /**
   * @param header as it came, or null
   * @param request everything that makes this request another than the next
   */
  static RequestKey of(@Nullable String header, Object... request) {
    if (header == null) {
      throw new ProblemException(
          ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
          "the header " + HEADER + " is missing",
          "Send a new UUID with each request, and the same one when you send a request again.");
    }
    try {
      String key = UUID.fromString(header.replace("\"", "").strip()).toString();
      return new RequestKey(key, sha256(Json.MAPPER.writeValueAsString(request)));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(HEADER, header, "a UUID");
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
