package network.golem.vm.discovery.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * A field of an advertisement by the name that it has in filters and orders.
 *
 * @param kind of its values
 * @param of its value in a listing: a {@code String}, a {@code Long}, for {@link Kind#TEXTS} a
 *     {@code List}, or null when the provider does not say
 */
record Field(String name, Kind kind, Function<Listing, @Nullable Object> of) {

  /** What values are like, as a person is told. */
  enum Kind {
    TEXT("a text"),
    NUMBER("a whole number"),
    INSTANT("an instant such as 2026-11-23T12:00:00Z"),
    TEXTS("a text");

    private final String allowed;

    Kind(String allowed) {
      this.allowed = allowed;
    }
  }

  private static final Map<String, Field> ALL = new LinkedHashMap<>();

  static {
    add("provider_id", Kind.TEXT, Listing::providerId);
    add("name", Kind.TEXT, Listing::name);
    add("ip_address", Kind.TEXT, Listing::ipAddress);
    number("port", Listing::port);
    add("country", Kind.TEXT, Listing::country);
    add("platform", Kind.TEXT, Listing::platform);
    number("cpu", Listing::cpu);
    number("memory", Listing::memory);
    number("storage", Listing::storage);
    add("image", Kind.TEXTS, Listing::images);
    add("version", Kind.TEXT, Listing::version);
    number("sequence", Listing::sequence);
    instant("issued_at", Listing::issuedAt);
    instant("expires_at", Listing::expiresAt);
    instant("created_at", Listing::createdAt);
    instant("updated_at", Listing::updatedAt);
    add("reachable_at", Kind.INSTANT, Listing::reachableAt);
  }

  private static void add(String name, Kind kind, Function<Listing, @Nullable Object> of) {
    ALL.put(name, new Field(name, kind, of));
  }

  private static void number(String name, ToLongFunction<Listing> of) {
    add(name, Kind.NUMBER, of::applyAsLong);
  }

  private static void instant(String name, ToLongFunction<Listing> of) {
    add(name, Kind.INSTANT, of::applyAsLong);
  }

  static Collection<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** {@code resources.cpu} and {@code images}, as they are called in a row, are known too. */
  static @Nullable Field named(String name) {
    return ALL.get(
        name.equals("images")
            ? "image"
            : name.startsWith("resources.") ? name.substring("resources.".length()) : name);
  }

  /**
   * A value of this field as it is written in a query.
   *
   * @throws InvalidValueException when it is of another kind
   */
  Object parse(String text) {
    try {
      return switch (kind) {
        case TEXT, TEXTS -> text;
        case NUMBER -> Long.valueOf(text);
        case INSTANT -> Instant.parse(text).toEpochMilli();
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw new InvalidValueException(name, text, kind.allowed);
    }
  }

  /** What is sorted by: several texts count as one. */
  @Nullable Object key(Listing listing) {
    Object value = of.apply(listing);
    return value instanceof List<?> texts ? String.join(" ", texts.toArray(String[]::new)) : value;
  }

  /** Orders two values of this field; what a provider does not say comes last. */
  @SuppressWarnings("unchecked")
  static int compare(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return (one == null ? 1 : 0) - (other == null ? 1 : 0);
    }
    return Comparator.<Comparable<Object>>naturalOrder()
        .compare((Comparable<Object>) one, (Comparable<Object>) other);
  }
}
