package network.golem.vm.requestor.discovery;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.requestor.http.JsonHttp;
import network.golem.vm.requestor.http.Peer;
import network.golem.vm.requestor.settings.Patience;

/**
 * Asks discovery for providers and believes nothing but what they have signed themselves. Discovery
 * can leave a provider out; it cannot make one up, move it or enlarge it.
 */
public final class Discovery {

  private static final String PATH = "/api/v1/advertisements";
  private static final int PAGE = 500;
  private static final int MOST_PAGES = 100;

  private final URI url;
  private final JsonHttp http;
  private final Clock clock;
  private final Consumer<String> warnings;

  public Discovery(URI url, Patience patience, Clock clock, Consumer<String> warnings) {
    this.url = url;
    this.http =
        new JsonHttp(
            new Peer(
                "discovery at " + url,
                "check that it runs there, or name another: --discovery-url,"
                    + " GOLEM_REQUESTOR_DISCOVERY_URL"),
            null,
            patience);
    this.clock = clock;
    this.warnings = warnings;
  }

  /** Live providers with valid statements, in the order of their names. */
  public List<Advertisement> providers(ProviderFilter filter) {
    Map<NodeId, Advertisement> latest = new HashMap<>();
    for (ListedProvider row : rows(filter)) {
      verified(row)
          .filter(filter::accepts)
          .ifPresent(said -> latest.merge(said.providerId(), said, (a, b) -> later(a, b)));
    }
    return sorted(latest.values());
  }

  private List<ListedProvider> rows(ProviderFilter filter) {
    List<ListedProvider> rows = new ArrayList<>();
    String first = url + PATH + "?limit=" + PAGE + filter.query();
    String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      String next =
          cursor == null
              ? first
              : first + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      ProviderPage answer = http.get(URI.create(next), ProviderPage.class);
      rows.addAll(answer.advertisements());
      cursor = answer.nextCursor();
      if (cursor == null) {
        return rows;
      }
    }
    warnings.accept(
        "discovery lists more than " + rows.size() + " providers; the rest is not shown");
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

  private static List<Advertisement> sorted(Collection<Advertisement> providers) {
    return providers.stream()
        .sorted(Comparator.comparing(Advertisement::name).thenComparing(Advertisement::providerId))
        .toList();
  }
}
