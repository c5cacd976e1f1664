package network.golem.vm.discovery.search;

import java.util.Map;
import java.util.TreeMap;
import network.golem.vm.discovery.advertisement.Directory;
import network.golem.vm.discovery.advertisement.Listing;

/**
 * How many providers are live, and what is free with them.
 *
 * @param total in all
 * @param byCountry by ISO 3166-1 alpha-2, {@code ??} for those that do not say
 * @param byPlatform by platform, as {@code linux/amd64}
 * @param byImage a provider counts for each image that it has
 */
record Summary(
    Sum total, Map<String, Sum> byCountry, Map<String, Sum> byPlatform, Map<String, Sum> byImage) {

  static final String UNSAID = "??";

  /** Whoever invents images must not make the answer grow without end. */
  private static final int MOST_GROUPS = 1_000;

  /**
   * Providers, and what is free with them together.
   *
   * @param providers how many
   * @param cpu vCPUs
   * @param memory GiB of memory
   * @param storage GiB of storage
   */
  record Sum(int providers, long cpu, long memory, long storage) {

    static final Sum NONE = new Sum(0, 0, 0, 0);

    Sum with(Listing one) {
      return new Sum(
          providers + 1, cpu + one.cpu(), memory + one.memory(), storage + one.storage());
    }
  }

  static Summary of(Directory directory) {
    Map<String, Sum> countries = new TreeMap<>();
    Map<String, Sum> platforms = new TreeMap<>();
    Map<String, Sum> images = new TreeMap<>();
    Sum[] total = {Sum.NONE};
    directory.read(
        "",
        one -> {
          total[0] = total[0].with(one);
          add(countries, one.country() == null ? UNSAID : one.country(), one);
          add(platforms, one.platform(), one);
          one.images().stream().distinct().forEach(image -> add(images, image, one));
          return true;
        });
    return new Summary(total[0], countries, platforms, images);
  }

  private static void add(Map<String, Sum> groups, String group, Listing one) {
    if (groups.size() < MOST_GROUPS || groups.containsKey(group)) {
      groups.merge(group, Sum.NONE.with(one), (sum, _) -> sum.with(one));
    }
  }
}
