package network.golem.vm.requestor.discovery;

import network.golem.vm.model.advertisement.Advertisement;
import org.jspecify.annotations.Nullable;

/**
 * Which providers are wanted.
 *
 * @param cpu free vCPUs at least, if it matters
 * @param memory free GiB of memory at least, if it matters
 * @param storage free GiB of storage at least, if it matters
 * @param country ISO 3166-1 alpha-2, if it matters
 */
public record ProviderFilter(
    @Nullable Integer cpu,
    @Nullable Integer memory,
    @Nullable Integer storage,
    @Nullable String country) {

  public static final ProviderFilter ANY = new ProviderFilter(null, null, null, null);

  /** The query that asks discovery for them, beginning with an ampersand unless empty. */
  String query() {
    return term("cpu", cpu)
        + term("memory", memory)
        + term("storage", storage)
        + term("country", country);
  }

  /** Discovery's own filtering is a courtesy; what counts is what the provider has signed. */
  boolean accepts(Advertisement provider) {
    return atLeast(provider.resources().cpu(), cpu)
        && atLeast(provider.resources().memory(), memory)
        && atLeast(provider.resources().storage(), storage)
        && (country == null || country.equals(provider.country()));
  }

  private static boolean atLeast(int free, @Nullable Integer wanted) {
    return wanted == null || free >= wanted;
  }

  private static String term(String name, @Nullable Object value) {
    return value == null ? "" : "&" + name + "=" + value;
  }
}
