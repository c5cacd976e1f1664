package network.golem.vm.requestor.discovery;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** Discovery's way to sort, for answers of several services. */
final class ProviderOrder {

  private static final Map<String, Comparator<Advertisement>> FIELDS =
      Map.ofEntries(
          Map.entry("provider_id", Comparator.comparing(Advertisement::providerId)),
          Map.entry("name", Comparator.comparing(Advertisement::name)),
          Map.entry("ip_address", Comparator.comparing(Advertisement::ipAddress)),
          Map.entry("port", Comparator.comparingInt(Advertisement::port)),
          Map.entry(
              "country", Comparator.comparing(p -> Objects.requireNonNullElse(p.country(), ""))),
          Map.entry("platform", Comparator.comparing(Advertisement::platform)),
          Map.entry("cpu", Comparator.comparingInt(p -> p.resources().cpu())),
          Map.entry("memory", Comparator.comparingInt(p -> p.resources().memory())),
          Map.entry("storage", Comparator.comparingInt(p -> p.resources().storage())),
          Map.entry("version", Comparator.comparing(Advertisement::version)),
          Map.entry("issued_at", Comparator.comparing(Advertisement::issuedAt)),
          Map.entry("expires_at", Comparator.comparing(Advertisement::expiresAt)));

  private ProviderOrder() {}

  /** The order of {@code sort}, equal ones by their ids. */
  static Comparator<Advertisement> of(String sort) {
    Comparator<Advertisement> order = null;
    for (String word : sort.split(",", -1)) {
      boolean largestFirst = word.startsWith("-");
      Comparator<Advertisement> field = FIELDS.get(largestFirst ? word.substring(1) : word);
      if (field == null) {
        throw new Failure(
            ExitCode.USAGE,
            "--sort: several discovery services cannot be sorted by '" + word + "' together",
            "choose from: " + String.join(", ", FIELDS.keySet().stream().sorted().toList()));
      }
      Comparator<Advertisement> next = largestFirst ? field.reversed() : field;
      order = order == null ? next : order.thenComparing(next);
    }
    Comparator<Advertisement> byId = Comparator.comparing(Advertisement::providerId);
    return order == null ? byId : order.thenComparing(byId);
  }
}
