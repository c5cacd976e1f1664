package network.golem.vm.requestor.discovery;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.JsonHttp;
import network.golem.vm.requestor.http.Peer;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.http.Trace;
import network.golem.vm.requestor.settings.Patience;

/** One discovery service, whose answers come in pages. Thread-safe. */
final class DiscoveryService {

  private static final String PATH = "/api/v1/advertisements";
  private static final int PAGE = 500;
  private static final int MOST_PAGES = 100;

  private final URI url;
  private final JsonHttp http;
  private final Consumer<String> warnings;

  DiscoveryService(URI url, Patience patience, Consumer<String> warnings, Trace trace) {
    this.url = url;
    this.http =
        new JsonHttp(
            new Peer(
                named(url),
                "check that it runs there, or name another: --discovery-url,"
                    + " GOLEM_REQUESTOR_DISCOVERY_URL"),
            null,
            patience,
            trace);
    this.warnings = warnings;
  }

  /** The rows that it has for {@code filter}, in its order. */
  List<ListedProvider> rows(ProviderFilter filter) {
    int most = filter.limit() == null ? Integer.MAX_VALUE : filter.limit();
    List<ListedProvider> rows = new ArrayList<>();
    String first = url + PATH + "?limit=" + Math.min(PAGE, most) + filter.query();
    String cursor = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      String next =
          cursor == null
              ? first
              : first + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
      ProviderPage answer = page(URI.create(next));
      rows.addAll(answer.advertisements());
      cursor = answer.nextCursor();
      if (cursor == null || rows.size() >= most) {
        return rows;
      }
    }
    warnings.accept(this + " lists more than " + rows.size() + " providers; the rest is not shown");
    return rows;
  }

  private ProviderPage page(URI uri) {
    try {
      return http.get(uri, ProviderPage::of);
    } catch (RefusedRequest e) {
      if (!e.isNotFound()) {
        throw e;
      }
      throw new Failure(
          ExitCode.FAILED,
          "no discovery service answers at " + url + ": it has no " + PATH,
          "something else may run there; name discovery's address: golem config set discovery-url"
              + " URL",
          e);
    }
  }

  private static String named(URI url) {
    return "discovery at " + url;
  }

  @Override
  public String toString() {
    return named(url);
  }
}
