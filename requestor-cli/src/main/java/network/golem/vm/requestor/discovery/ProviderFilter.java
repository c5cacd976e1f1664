package network.golem.vm.requestor.discovery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import org.jspecify.annotations.Nullable;

/**
 * Which providers are wanted, and in what order.
 *
 * @param cpu free vCPUs at least, if it matters
 * @param memory free GiB of memory at least, if it matters
 * @param storage free GiB of storage at least, if it matters
 * @param countries ISO 3166-1 alpha-2, any of them; all when empty
 * @param platforms for example {@code linux/amd64}, any of them; all when empty
 * @param images names, any of them; all when empty
 * @param where an RSQL expression for discovery, which alone judges it
 * @param sort fields for discovery to sort by, {@code -} before one for the largest first
 * @param limit how many at most
 */
public record ProviderFilter(
    @Nullable Integer cpu,
    @Nullable Integer memory,
    @Nullable Integer storage,
    List<String> countries,
    List<String> platforms,
    List<String> images,
    @Nullable String where,
    @Nullable String sort,
    @Nullable Integer limit) {

  public static final ProviderFilter ANY =
      new ProviderFilter(null, null, null, List.of(), List.of(), List.of(), null, null, null);

  /** As an RSQL expression says. */
  static ProviderFilter where(String expression) {
    return new ProviderFilter(
        null, null, null, List.of(), List.of(), List.of(), expression, null, null);
  }

  public ProviderFilter {
    countries = List.copyOf(countries);
    platforms = List.copyOf(platforms);
    images = List.copyOf(images);
  }

  /** The query that asks discovery for them, beginning with an ampersand unless empty. */
  String query() {
    return term("cpu", cpu)
        + term("memory", memory)
        + term("storage", storage)
        + terms("country", countries)
        + terms("platform", platforms)
        + terms("image", images)
        + term("filter", where)
        + term("sort", sort);
  }

  /** Discovery's own filtering is a courtesy; what counts is what the provider has signed. */
  boolean accepts(Advertisement provider) {
    return atLeast(provider.resources().cpu(), cpu)
        && atLeast(provider.resources().memory(), memory)
        && atLeast(provider.resources().storage(), storage)
        && (countries.isEmpty()
            || (provider.country() != null && countries.contains(provider.country())))
        && (platforms.isEmpty() || platforms.contains(provider.platform()))
        && (images.isEmpty() || images.stream().anyMatch(provider.images()::contains));
  }

  private static boolean atLeast(int free, @Nullable Integer wanted) {
    return wanted == null || free >= wanted;
  }

  private static String terms(String name, List<String> values) {
    StringBuilder terms = new StringBuilder();
    values.forEach(value -> terms.append(term(name, value)));
    return terms.toString();
  }

  private static String term(String name, @Nullable Object value) {
    return value == null
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }
}
