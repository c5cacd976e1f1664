package network.golem.vm.model.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read whole and is asked for its members by name, as strictly as {@link
 * Json} does: duplicates are refused, nothing is converted, and what is not asked for is ignored.
 *
 * <p>For programs that end at once, where it takes a tenth of the time of a first data binding; it
 * is read by Gson, since Jackson's parser cannot be loaded without {@code BigDecimal}, whose table
 * of powers of five takes a cold Java longer than reading a hundred documents.
 */
public final class JsonObject {

  /** Kept as it is written, to be read as what is asked for. */
  private record Numeral(String text) {

    @Override
    public String toString() {
      return text;
    }
  }

  private final Map<String, @Nullable Object> members;

  private JsonObject(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /** {@link #read(String)} of UTF-8. */
  public static JsonObject read(byte[] text) {
    return read(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * Reads {@code text}.
   *
   * @throws InvalidValueException when it is not one JSON object
   */
  public static JsonObject read(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      if (value(reader) instanceof JsonObject object && reader.peek() == JsonToken.END_DOCUMENT) {
        return object;
      }
      throw malformed("is another");
    } catch (IOException | IllegalStateException e) {
      throw malformed("breaks off at " + reader.getPath());
    }
  }

  private static InvalidValueException malformed(String how) {
    return new InvalidValueException("document", how, "one JSON object");
  }

  /** The next value. The reader itself limits how deep values nest. */
  private static @Nullable Object value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> members(reader);
      case BEGIN_ARRAY -> elements(reader);
      case STRING -> reader.nextString();
      case NUMBER -> new Numeral(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> throw malformed("breaks off at " + reader.getPath());
    };
  }

  private static JsonObject members(JsonReader reader) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.containsKey(name)) {
        throw new InvalidValueException(name, "there twice", "there once");
      }
      members.put(name, value(reader));
    }
    reader.endObject();
    return new JsonObject(members);
  }

  private static List<@Nullable Object> elements(JsonReader reader) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(reader));
    }
    reader.endArray();
    return elements;
  }

  /** The text of a member, which must be there. */
  public String text(String name) {
    return present(name, optionalText(name));
  }

  public @Nullable String optionalText(String name) {
    return member(name, String.class, "a text");
  }

  /** What {@code form} makes of the text of a member, which must be there. */
  public <T> T value(String name, Function<String, T> form) {
    return form.apply(text(name));
  }

  /** An instant as of RFC 3339, which must be there. */
  public Instant instant(String name) {
    return value(name, Rfc3339::instant);
  }

  public @Nullable Instant optionalInstant(String name) {
    String text = optionalText(name);
    return text == null ? null : Rfc3339.instant(text);
  }

  /** An integer member, which must be there. */
  public int integer(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new InvalidValueException(name, number, "an integer of 32 bits");
    }
    return (int) number;
  }

  /** An integer member, which must be there. */
  public long number(String name) {
    return present(name, optionalNumber(name));
  }

  public @Nullable Long optionalNumber(String name) {
    Numeral numeral = member(name, Numeral.class, "an integer");
    try {
      return numeral == null ? null : Long.valueOf(numeral.text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException(name, numeral, "an integer");
    }
  }

  /** A member that is true or false; null when it is absent or null. */
  public @Nullable Boolean truth(String name) {
    return member(name, Boolean.class, "true or false");
  }

  /** What {@code form} makes of a member that is an object and must be there. */
  public <T> T object(String name, Function<JsonObject, T> form) {
    return present(name, optionalObject(name, form));
  }

  public <T> @Nullable T optionalObject(String name, Function<JsonObject, T> form) {
    JsonObject object = member(name, JsonObject.class, "an object");
    return object == null ? null : form.apply(object);
  }

  /** A member that is an array of objects; empty when it is absent or null. */
  public <T> List<T> objects(String name, Function<JsonObject, T> form) {
    return elements(name, JsonObject.class, "objects").stream().map(form).toList();
  }

  /** A member that is an array of texts; empty when it is absent or null. */
  public List<String> texts(String name) {
    return elements(name, String.class, "texts");
  }

  /** A member that is an object of texts; empty when it is absent or null. */
  public Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonObject object = member(name, JsonObject.class, "an object");
    if (object != null) {
      object.members.keySet().forEach(key -> texts.put(key, present(key, object.text(key))));
    }
    return texts;
  }

  private <T> List<T> elements(String name, Class<T> form, String allowed) {
    List<T> elements = new ArrayList<>();
    List<?> array = member(name, List.class, "a list of " + allowed);
    for (Object element : array == null ? List.of() : array) {
      elements.add(typed(name, element, form, allowed));
    }
    return elements;
  }

  private <T> @Nullable T member(String name, Class<T> form, String allowed) {
    Object value = members.get(name);
    return value == null ? null : typed(name, value, form, allowed);
  }

  private static <T> T typed(String name, @Nullable Object value, Class<T> form, String allowed) {
    if (!form.isInstance(value)) {
      throw new InvalidValueException(name, value, allowed);
    }
    return form.cast(value);
  }

  private static <T> T present(String name, @Nullable T value) {
    return InvalidValueException.checkPresent(name, value);
  }
}
