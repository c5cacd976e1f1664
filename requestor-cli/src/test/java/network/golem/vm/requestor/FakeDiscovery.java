package network.golem.vm.requestor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.json.Json;

/** Discovery as the command line sees it, one provider a page; it may also lie. */
final class FakeDiscovery implements AutoCloseable {

  final List<ListedProvider> rows = new CopyOnWriteArrayList<>();
  final List<String> queries = new CopyOnWriteArrayList<>();
  volatile Runnable afterwards = () -> {};
  private final HttpServer server;

  FakeDiscovery() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/advertisements", this::list);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** As a provider does, whose new advertisement takes the place of its last. */
  void advertise(Identity provider, Advertisement said) {
    rows.removeIf(row -> row.providerId().equals(said.providerId()));
    row(said, SignedStatement.sign(provider, said));
  }

  /** A row whose readable part says one thing and whose statement another. */
  void row(Advertisement shown, String signed) {
    rows.add(
        new ListedProvider(
            shown.providerId(),
            shown.name(),
            shown.ipAddress(),
            shown.port(),
            shown.country(),
            shown.platform(),
            shown.resources(),
            shown.images(),
            Instant.now(),
            Instant.now(),
            shown.expiresAt(),
            signed));
  }

  private void list(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    queries.add(query);
    int page = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
    List<ListedProvider> one = new ArrayList<>();
    if (page < rows.size()) {
      one.add(rows.get(page));
    }
    String next = page + 1 < rows.size() ? String.valueOf(page + 1) : null;
    byte[] body =
        Json.MAPPER
            .writeValueAsString(new ProviderPage(one, next))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    if (next == null) {
      afterwards.run();
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
