package network.golem.vm.discovery.search;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Where a page ended: at a provider and what it was sorted by, not at a count. However many come
 * and go between two pages, each that stays as it is is shown once. Encoded on the wire, since
 * clients are not to make their own.
 *
 * @param providerId the last one shown, empty before the first page
 * @param keys what it was put in order by then; it may have changed or gone since
 */
record Cursor(String providerId, List<@Nullable Object> keys) {

  static final Cursor START = new Cursor("", List.of());

  /** On the wire. */
  private record Form(String sort, List<@Nullable String> keys, String id) {}

  static Cursor after(Listing last, Order order) {
    return new Cursor(last.providerId(), order.keys(last));
  }

  /**
   * @throws InvalidValueException when it is none, or of a search in another order
   */
  static Cursor parse(String text, Order order) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text);
      Form form = Json.MAPPER.readValue(json, Form.class);
      String id = new NodeId(form.id()).value();
      if (!form.sort().equals(order.text()) || form.keys().size() != order.parts().size()) {
        throw new InvalidValueException(
            "cursor", text, "the next_cursor of a page with the same sort");
      }
      List<@Nullable Object> keys = new ArrayList<>();
      for (int i = 0; i < form.keys().size(); i++) {
        String key = form.keys().get(i);
        keys.add(key == null ? null : parsed(order.parts().get(i).field(), key));
      }
      return new Cursor(id, keys);
    } catch (InvalidValueException e) {
      throw e.field().equals("cursor") ? e : malformed(text);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw malformed(text);
    }
  }

  String encoded(Order order) {
    List<@Nullable String> texts = new ArrayList<>();
    keys.forEach(key -> texts.add(key == null ? null : key.toString()));
    byte[] json = Json.MAPPER.writeValueAsBytes(new Form(order.text(), texts, providerId));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /** Instants are milliseconds here. */
  private static Object parsed(Field field, String key) {
    return switch (field.kind()) {
      case NUMBER, INSTANT -> Long.valueOf(key);
      case TEXT, TEXTS -> key;
    };
  }

  private static InvalidValueException malformed(String text) {
    return new InvalidValueException("cursor", text, "the next_cursor of an earlier page");
  }
}
