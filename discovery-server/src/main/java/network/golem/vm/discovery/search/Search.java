package network.golem.vm.discovery.search;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
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
record Search(Wanted wanted, Order order, int limit, Cursor after) {

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
        wanted(query),
        order,
        number(query, "limit", LARGEST_PAGE, USUAL_PAGE),
        query.containsKey("cursor") ? Cursor.parse(single(query, "cursor"), order) : Cursor.START);
  }

  /** One page, and one row more when there is another page. */
  List<Listing> find(Directory directory) {
    return order.parts().isEmpty() ? byId(directory) : sorted(directory);
  }

  private List<Listing> byId(Directory directory) {
    List<Listing> found = new ArrayList<>();
    directory.read(
        after.providerId(),
        listing -> {
          if (wanted.test(listing)) {
            found.add(listing);
          }
          return found.size() <= limit;
        });
    return found;
  }

  /** The first in the order, without sorting what comes after them. */
  private List<Listing> sorted(Directory directory) {
    Comparator<Listing> comparator = order.comparator();
    PriorityQueue<Listing> best = new PriorityQueue<>(comparator.reversed());
    directory.read(
        "",
        listing -> {
          if (wanted.test(listing) && isAfter(listing)) {
            best.add(listing);
            if (best.size() > limit + 1) {
              best.poll();
            }
          }
          return true;
        });
    return best.stream().sorted(comparator).toList();
  }

  private boolean isAfter(Listing listing) {
    return after.providerId().isEmpty()
        || order.compare(listing, after.keys(), after.providerId()) > 0;
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

  private static Wanted wanted(Map<String, List<String>> query) {
    Set<String> countries = values(query, "country");
    countries.forEach(country -> Advertisement.checkCountry("country", country));
    return new Wanted(
        number(query, "cpu", Resources.MAX_CPU, 0),
        number(query, "memory", Resources.MAX_MEMORY, 0),
        number(query, "storage", Resources.MAX_STORAGE, 0),
        countries,
        values(query, "platform"),
        values(query, "image"),
        query.containsKey("name") ? Advertisement.checkName("name", single(query, "name")) : "",
        query.containsKey("filter") ? RsqlFilter.parse(single(query, "filter")) : null);
  }

  private static Set<String> values(Map<String, List<String>> query, String parameter) {
    return Set.copyOf(query.getOrDefault(parameter, List.of()));
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
