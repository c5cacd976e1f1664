package network.golem.vm.discovery.search;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import network.golem.vm.discovery.advertisement.Directory;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Resources;

/**
 * What a requestor looks for.
 *
 * @param wanted those that it is to be told of
 * @param limit of rows on a page
 * @param after where the last page ended
 */
record Search(Predicate<Listing> wanted, Order order, int limit, Cursor after) {

  static final int USUAL_PAGE = 50;
  static final int LARGEST_PAGE = 500;

  private static final int MOST_VALUES = 32;
  private static final Set<String> SINGLE =
      Set.of("cpu", "memory", "storage", "name", "filter", "sort", "limit", "cursor");
  private static final Set<String> REPEATABLE = Set.of("country", "platform", "image");

  /**
   * Reads a query string. What it does not know it refuses: a misspelt filter must not show
   * providers that it should have left out.
   */
  static Search of(Map<String, List<String>> query) {
    query.forEach(Search::check);
    Order order = query.containsKey("sort") ? Order.parse(single(query, "sort")) : Order.BY_ID;
    return new Search(
        Stream.of(minimums(query), words(query), texts(query)).reduce(Predicate::and).get(),
        order,
        number(query, "limit", LARGEST_PAGE, USUAL_PAGE),
        query.containsKey("cursor") ? Cursor.parse(single(query, "cursor"), order) : Cursor.START);
  }

  /** One page, and one row more when there is another page. */
  List<Listing> find(Directory directory) {
    if (order.parts().isEmpty()) {
      return directory.after(after.providerId()).filter(wanted).limit(limit + 1L).toList();
    }
    Stream<Listing> found = directory.after("").filter(wanted);
    if (!after.providerId().isEmpty()) {
      found = found.filter(one -> order.compare(one, after.keys(), after.providerId()) > 0);
    }
    return first(found);
  }

  /** The first in the order, without sorting what comes after them. */
  private List<Listing> first(Stream<Listing> found) {
    Comparator<Listing> comparator = order.comparator();
    PriorityQueue<Listing> best = new PriorityQueue<>(comparator.reversed());
    found.forEach(listing -> {
      if (best.size() <= limit) {
        best.add(listing);
      } else if (comparator.compare(listing, best.peek()) < 0) {
        best.poll();
        best.add(listing);
      }
    });
    return best.stream().sorted(comparator).toList();
  }

  private static void check(String parameter, List<String> values) {
    if (!SINGLE.contains(parameter) && !REPEATABLE.contains(parameter)) {
      Set<String> known = new TreeSet<>(SINGLE);
      known.addAll(REPEATABLE);
      throw new InvalidValueException(
          "query parameter", parameter, "one of " + String.join(", ", known));
    }
    if (SINGLE.contains(parameter) && values.size() > 1) {
      throw new InvalidValueException(parameter, String.join(", ", values), "given once");
    }
    if (values.size() > MOST_VALUES) {
      throw new InvalidValueException(
          parameter, values.size() + " times", "given at most " + MOST_VALUES + " times");
    }
  }

  private static Predicate<Listing> minimums(Map<String, List<String>> query) {
    int cpu = number(query, "cpu", Resources.MAX_CPU, 0);
    int memory = number(query, "memory", Resources.MAX_MEMORY, 0);
    int storage = number(query, "storage", Resources.MAX_STORAGE, 0);
    return one -> one.cpu() >= cpu && one.memory() >= memory && one.storage() >= storage;
  }

  /** Given several times, any of them will do. */
  private static Predicate<Listing> words(Map<String, List<String>> query) {
    Set<String> countries = Set.copyOf(query.getOrDefault("country", List.of()));
    countries.forEach(country -> Advertisement.checkCountry("country", country));
    Set<String> platforms = Set.copyOf(query.getOrDefault("platform", List.of()));
    Set<String> images = Set.copyOf(query.getOrDefault("image", List.of()));
    return one ->
        (countries.isEmpty() || (one.country() != null && countries.contains(one.country())))
            && (platforms.isEmpty() || platforms.contains(one.platform()))
            && (images.isEmpty() || one.images().stream().anyMatch(images::contains));
  }

  private static Predicate<Listing> texts(Map<String, List<String>> query) {
    Predicate<Listing> filter =
        query.containsKey("filter") ? RsqlFilter.parse(single(query, "filter")) : _ -> true;
    if (!query.containsKey("name")) {
      return filter;
    }
    String name = Advertisement.checkName("name", single(query, "name"));
    return filter.and(one -> one.name().startsWith(name));
  }

  private static String single(Map<String, List<String>> query, String parameter) {
    return query.getOrDefault(parameter, List.of("")).getFirst();
  }

  private static int number(
      Map<String, List<String>> query, String parameter, int most, int otherwise) {
    if (!query.containsKey(parameter)) {
      return otherwise;
    }
    String text = single(query, parameter);
    try {
      return checkRange(parameter, Integer.parseInt(text), 1, most);
    } catch (NumberFormatException e) {
      throw new InvalidValueException(parameter, text, "from 1 to " + most);
    }
  }
}
