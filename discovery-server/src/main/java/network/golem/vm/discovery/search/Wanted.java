package network.golem.vm.discovery.search;

import java.util.Set;
import java.util.function.Predicate;
import network.golem.vm.discovery.advertisement.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Which listings are wanted. A search asks it about each provider there is, so it is one object
 * that looks at what is quick to compare first.
 *
 * @param cpu at least so many vCPUs free
 * @param memory at least so many GiB free
 * @param storage at least so many GiB free
 * @param countries any of them; any at all when empty, and so with platforms and images
 * @param namePrefix empty for any name
 */
record Wanted(
    int cpu,
    int memory,
    int storage,
    Set<String> countries,
    Set<String> platforms,
    Set<String> images,
    String namePrefix,
    @Nullable Predicate<Listing> filter) {

  Wanted {
    countries = Set.copyOf(countries);
    platforms = Set.copyOf(platforms);
    images = Set.copyOf(images);
  }

  boolean test(Listing one) {
    return one.cpu() >= cpu
        && one.memory() >= memory
        && one.storage() >= storage
        && isAmong(countries, one.country())
        && isAmong(platforms, one.platform())
        && (images.isEmpty() || one.images().stream().anyMatch(images::contains))
        && one.name().startsWith(namePrefix)
        && (filter == null || filter.test(one));
  }

  private static boolean isAmong(Set<String> accepted, @Nullable String value) {
    return accepted.isEmpty() || (value != null && accepted.contains(value));
  }
}
