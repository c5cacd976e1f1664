package network.golem.vm.discovery.advertisement;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: at a provider, not at a count, so that no provider is skipped or shown twice
 * when others come and go between two pages. Encoded on the wire, since clients are not to make
 * their own.
 *
 * @param providerId the last one shown, empty before the first page
 */
record Cursor(String providerId) {

  static final Cursor START = new Cursor("");

  static Cursor parse(@Nullable String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text == null ? "" : text);
      return new Cursor(new NodeId(new String(decoded, StandardCharsets.US_ASCII)).value());
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("cursor", text, "the next_cursor of an earlier page");
    }
  }

  String encoded() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(providerId.getBytes(StandardCharsets.US_ASCII));
  }
}
