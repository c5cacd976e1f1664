package network.golem.vm.provider.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmList;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.guest.HostKey;

/** A provider on loopback as requestors reach it. */
record Api(int port, NodeId nodeId) {

  /** Kept with their connections: a handshake takes longer than most answers. */
  private static final Map<Conversation, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  private record Conversation(NodeId requestor, NodeId provider) {}

  HttpResponse<String> send(
      Identity as, String method, String path, Object body, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString(
                          body instanceof String text
                              ? text
                              : Json.MAPPER.writeValueAsString(body)));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client(as).send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpClient client(Identity as) {
    return CLIENTS.computeIfAbsent(
        new Conversation(as.nodeId(), nodeId),
        _ -> HttpClient.newBuilder().sslContext(MutualTls.client(as, nodeId)).build());
  }

  HttpResponse<String> get(String path) {
    return send(RunningProvider.REQUESTOR, "GET", path, null);
  }

  HttpResponse<String> post(String path, Object body) {
    String key = UUID.randomUUID().toString();
    return send(RunningProvider.REQUESTOR, "POST", path, body, "Idempotency-Key", key);
  }

  HttpResponse<String> delete(String path) {
    return send(RunningProvider.REQUESTOR, "DELETE", path, null);
  }

  List<RentedVm> vms() {
    return Json.MAPPER.readValue(get("/api/v1/vms").body(), VmList.class).vms();
  }

  ProviderInfo info() {
    return Json.MAPPER.readValue(get("/api/v1/provider").body(), ProviderInfo.class);
  }

  /** A small VM. */
  static CreateVm wanted(String name) {
    return new CreateVm(
        new VmName(name),
        "debian-12",
        new Resources(1, 1, 10),
        List.of(HostKey.generate().publicKey()),
        null,
        null);
  }
}
