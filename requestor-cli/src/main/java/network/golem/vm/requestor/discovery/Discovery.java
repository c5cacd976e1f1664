package network.golem.vm.requestor.discovery;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.AtOnce;
import network.golem.vm.requestor.http.Trace;
import network.golem.vm.requestor.settings.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Asks discovery for providers and believes nothing but what they have signed themselves. Discovery
 * can leave a provider out; it cannot make one up, move it or enlarge it. The answers of several
 * services are united: of each provider the newest valid statement counts.
 */
public final class Discovery {

  private final List<URI> urls;
  private final Patience patience;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Trace trace;

  /**
   * @param warnings thread-safe
   */
  public Discovery(
      List<URI> urls, Patience patience, Clock clock, Consumer<String> warnings, Trace trace) {
    this.urls = List.copyOf(urls);
    this.patience = patience;
    this.clock = clock;
    this.warnings = warnings;
    this.trace = trace;
  }

  /**
   * Live providers with valid statements, in the order that was asked for, else of their names.
   *
   * @throws Failure when no service answers; one that does not beside others that do is a warning
   */
  public List<Advertisement> providers(ProviderFilter filter) {
    Map<NodeId, Advertisement> latest = new LinkedHashMap<>();
    rows(filter).parallelStream()
        .map(this::verified)
        .flatMap(Optional::stream)
        .filter(filter::accepts)
        .forEachOrdered(said -> latest.merge(said.providerId(), said, Discovery::later));
    List<Advertisement> sorted = sorted(latest.values(), filter.sort());
    return filter.limit() == null || filter.limit() >= sorted.size()
        ? sorted
        : sorted.subList(0, filter.limit());
  }

  /** A live provider with a valid statement. */
  public Optional<Advertisement> provider(NodeId id) {
    return providers(ProviderFilter.where("provider_id==" + id)).stream()
        .filter(said -> said.providerId().equals(id))
        .findFirst();
  }

  private List<ListedProvider> rows(ProviderFilter filter) {
    List<DiscoveryService> services =
        urls.stream().map(url -> new DiscoveryService(url, patience, warnings, trace)).toList();
    if (services.size() == 1) {
      return services.getFirst().rows(filter);
    }
    List<ListedProvider> rows = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    // Longer than a question's own time-outs, which say more.
    Duration all = patience.connect().plus(patience.answer()).multipliedBy(2);
    new AtOnce<>(services, DiscoveryService::toString, all)
        .ask(
            service -> service.rows(filter),
            (service, found) -> rows.addAll(found),
            (service, failure) -> failures.add(failure));
    if (failures.size() == services.size()) {
      throw failures.getFirst();
    }
    failures.forEach(failure -> warnings.accept(failure.detail()));
    return rows;
  }

  private Optional<Advertisement> verified(ListedProvider row) {
    try {
      Advertisement said = SignedStatement.verifyAdvertisement(row.signed(), clock);
      if (said.providerId().equals(row.providerId())) {
        return Optional.of(said);
      }
      warnings.accept(
          "left out provider " + row.providerId() + ": its statement speaks for another provider");
    } catch (ProblemException e) {
      warnings.accept("left out provider " + row.providerId() + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Advertisement later(Advertisement a, Advertisement b) {
    return a.sequence() >= b.sequence() ? a : b;
  }

  /** Not from {@link Comparator}, whose comparators take a class that each process makes anew. */
  private static int byNameAndId(Advertisement a, Advertisement b) {
    int names = a.name().compareTo(b.name());
    return names == 0 ? a.providerId().compareTo(b.providerId()) : names;
  }

  /** One service's own order stays; those of several are merged as far as the fields are signed. */
  private List<Advertisement> sorted(Collection<Advertisement> providers, @Nullable String sort) {
    Comparator<Advertisement> order =
        sort == null ? Discovery::byNameAndId : ProviderOrder.of(sort);
    return sort != null && urls.size() == 1
        ? List.copyOf(providers)
        : providers.stream().sorted(order).toList();
  }
}
