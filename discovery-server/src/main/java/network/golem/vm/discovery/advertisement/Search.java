package network.golem.vm.discovery.advertisement;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Resources;
import org.jspecify.annotations.Nullable;

/**
 * What a requestor looks for.
 *
 * @param cpu at least so many vCPUs free
 * @param memory at least so many GiB of memory free
 * @param storage at least so many GiB of storage free
 * @param country ISO 3166-1 alpha-2
 * @param name of a provider, in full
 * @param limit of rows on a page
 * @param after where the last page ended
 */
record Search(
    int cpu,
    int memory,
    int storage,
    @Nullable String country,
    @Nullable String name,
    int limit,
    Cursor after) {

  static final int USUAL_PAGE = 50;
  static final int LARGEST_PAGE = 500;

  private static final Set<String> PARAMETERS =
      Set.of("cpu", "memory", "storage", "country", "name", "limit", "cursor");

  /**
   * Reads a query string. What it does not know it refuses: a misspelt filter must not show
   * providers that it should have left out.
   */
  static Search of(Map<String, List<String>> query) {
    Map<String, String> given = single(query);
    String country = given.get("country");
    String name = given.get("name");
    return new Search(
        number(given, "cpu", Resources.MAX_CPU, 0),
        number(given, "memory", Resources.MAX_MEMORY, 0),
        number(given, "storage", Resources.MAX_STORAGE, 0),
        Advertisement.checkCountry("country", country),
        name == null ? null : Advertisement.checkName("name", name),
        number(given, "limit", LARGEST_PAGE, USUAL_PAGE),
        given.containsKey("cursor") ? Cursor.parse(given.get("cursor")) : Cursor.START);
  }

  private static Map<String, String> single(Map<String, List<String>> query) {
    query.forEach((parameter, values) -> {
      if (!PARAMETERS.contains(parameter)) {
        throw new InvalidValueException(
            "query parameter", parameter, "one of " + String.join(", ", new TreeSet<>(PARAMETERS)));
      }
      if (values.size() > 1) {
        throw new InvalidValueException(parameter, String.join(", ", values), "given once");
      }
    });
    return query.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getFirst()));
  }

  private static int number(Map<String, String> given, String parameter, int most, int otherwise) {
    String text = given.get(parameter);
    if (text == null) {
      return otherwise;
    }
    try {
      return checkRange(parameter, Integer.parseInt(text), 1, most);
    } catch (NumberFormatException e) {
      throw new InvalidValueException(parameter, text, "from 1 to " + most);
    }
  }
}
