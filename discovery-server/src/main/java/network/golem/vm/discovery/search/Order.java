package network.golem.vm.discovery.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * The parameter {@code sort}: fields separated by commas, {@code -} before a field for the largest
 * first. Providers that are equal in all of them come in the order of their ids, so an order is
 * always a complete one.
 *
 * @param text as it was given, empty for the order of ids
 */
record Order(String text, List<Part> parts) {

  static final Order BY_ID = new Order("", List.of());

  private static final int MOST_FIELDS = 4;

  /** One field of it. */
  record Part(Field field, boolean descending) {

    /** What a provider does not say comes last in both directions. */
    int compare(@Nullable Object one, @Nullable Object other) {
      int order = Field.compare(one, other);
      return descending && one != null && other != null ? -order : order;
    }
  }

  Order {
    parts = List.copyOf(parts);
  }

  static Order parse(String text) {
    List<Part> parts =
        Arrays.stream(text.split(",", -1))
            .map(word -> {
              boolean descending = word.startsWith("-");
              Field field = Field.named(descending ? word.substring(1) : word);
              if (field == null) {
                throw new InvalidValueException(
                    "sort",
                    text,
                    "fields separated by commas, - before one for the largest first, of "
                        + String.join(", ", Field.names()));
              }
              return new Part(field, descending);
            })
            .toList();
    if (parts.size() > MOST_FIELDS) {
      throw new InvalidValueException("sort", text, "at most " + MOST_FIELDS + " fields");
    }
    return new Order(text, parts);
  }

  /** What a listing is put in order by: its value of each part. */
  List<@Nullable Object> keys(Listing listing) {
    List<@Nullable Object> keys = new ArrayList<>(parts.size());
    for (Part part : parts) {
      keys.add(part.field().key(listing));
    }
    return keys;
  }

  /** Where a listing comes, compared with keys and id of another. */
  int compare(Listing listing, List<@Nullable Object> keys, String providerId) {
    for (int i = 0; i < parts.size(); i++) {
      int order = parts.get(i).compare(parts.get(i).field().key(listing), keys.get(i));
      if (order != 0) {
        return order;
      }
    }
    return listing.providerId().compareTo(providerId);
  }

  Comparator<Listing> comparator() {
    return (one, other) -> {
      for (Part part : parts) {
        int order = part.compare(part.field().key(one), part.field().key(other));
        if (order != 0) {
          return order;
        }
      }
      return one.providerId().compareTo(other.providerId());
    };
  }
}
