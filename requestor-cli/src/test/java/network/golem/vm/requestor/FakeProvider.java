package network.golem.vm.requestor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmList;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;

/** A provider's API over real mutual TLS; its VMs change as soon as somebody follows them. */
final class FakeProvider implements AutoCloseable {

  static final String HOST_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFDsoF1Xa/rRBEj1U0coznU95wij9OrMVlt5/tzB1yqc";
  static final String OTHER_HOST_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINBVEGHeNH+UFA5w8Qq7LBfmC1OW22G3rS1gIcKBe1f1";

  final Identity identity = Identity.generate();
  final Map<VmId, RentedVm> vms = new ConcurrentHashMap<>();
  final List<String> createKeys = new CopyOnWriteArrayList<>();
  final List<String> lastEventIds = new CopyOnWriteArrayList<>();
  volatile NodeId caller;
  volatile CreateVm created;
  volatile Problem refusal;
  volatile Problem refusedSize;
  volatile boolean dropAnswers;
  volatile boolean cutEvents;
  volatile boolean hang;
  volatile boolean chatty;
  volatile boolean silent;
  volatile String failure;
  volatile String[] imageDetails = {};
  volatile VmStats stats;
  volatile String consoleLog;
  volatile String goesOnToWrite = "";
  volatile ProviderInfo info = describing(List.of());
  volatile String user = "ubuntu";
  volatile int sshPort = 50800;
  volatile SshPublicKey hostKey = new SshPublicKey(HOST_KEY);
  private final Map<String, VmId> byKey = new ConcurrentHashMap<>();
  private HttpsServer server;

  FakeProvider() throws Exception {
    listen();
  }

  /** To another port. */
  void move() throws Exception {
    HttpsServer before = server;
    listen();
    before.stop(0);
  }

  private void listen() throws Exception {
    server = MutualTlsServer.of(identity);
    server.createContext("/api/v1/vms", this::handle);
    server.createContext("/api/v1/provider", this::describe);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Advertisement advertisement(String name, Capacity free, String... images) {
    Instant now = Instant.now();
    return new Advertisement(
        identity.nodeId(),
        1,
        now,
        now.plusSeconds(300),
        name,
        "127.0.0.1",
        port(),
        "SE",
        "linux/amd64",
        free,
        List.of(images),
        "0.1.0");
  }

  ProviderInfo describing(List<FastCreate> fastCreate) {
    Capacity any = new Capacity(1, 1, 10);
    return new ProviderInfo(
        identity.nodeId(),
        "fake",
        null,
        "linux/amd64",
        "0.1.0",
        "qemu",
        List.of(),
        fastCreate,
        any,
        any,
        any,
        null,
        null);
  }

  private void describe(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answers.answer(exchange, 200, info);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      caller =
          NodeId.of(
              ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0].getPublicKey());
      if (silent) {
        Answers.never();
      }
      if (refusal != null) {
        Answers.answer(exchange, refusal.status(), refusal);
        return;
      }
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      switch (path.length) {
        case 4 -> all(exchange);
        case 5 -> one(exchange, new VmId(path[4]));
        default -> part(exchange, new VmId(path[4]), path[5]);
      }
    }
  }

  private void all(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      Answers.answer(exchange, 200, new VmList(List.copyOf(vms.values())));
      return;
    }
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    createKeys.add(key);
    created = Json.MAPPER.readValue(exchange.getRequestBody(), CreateVm.class);
    VmId id = byKey.computeIfAbsent(key, any -> VmId.random());
    vms.computeIfAbsent(id, any -> FakeVm.made(id, created, access()));
    if (!dropAnswers) {
      Answers.answer(exchange, 202, vms.get(id));
    }
  }

  private void one(HttpExchange exchange, VmId id) throws IOException {
    if (!vms.containsKey(id)) {
      Answers.notFound(exchange, id);
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      change(exchange, id, VmState.DESTROYING);
    } else {
      Answers.answer(exchange, 200, vms.get(id));
    }
  }

  private void part(HttpExchange exchange, VmId id, String part) throws IOException {
    if (!vms.containsKey(id)) {
      Answers.notFound(exchange, id);
      return;
    }
    switch (part) {
      case "start" -> change(exchange, id, VmState.STARTING);
      case "stop" -> change(exchange, id, VmState.STOPPING);
      case "access" -> Answers.answer(exchange, 200, access());
      case "resize" -> resize(exchange, id);
      case "stats" -> stats(exchange);
      case "events" -> events(exchange, id);
      case "console" -> console(exchange);
      default -> Answers.notFound(exchange, id);
    }
  }

  private void change(HttpExchange exchange, VmId id, VmState state) throws IOException {
    vms.computeIfPresent(id, (any, vm) -> FakeVm.in(vm, state, access(), null));
    Answers.answer(exchange, 202, vms.get(id));
  }

  private void resize(HttpExchange exchange, VmId id) throws IOException {
    ResizeVm wanted = Json.MAPPER.readValue(exchange.getRequestBody(), ResizeVm.class);
    if (vms.get(id).state() != VmState.STOPPED) {
      String detail = "VM " + vms.get(id).name() + " is " + vms.get(id).state().wire();
      Answers.answer(
          exchange, 409, Problem.of(ProblemCode.VM_STATE_CONFLICT, detail, "stop it first"));
      return;
    }
    if (refusedSize != null) {
      Answers.answer(exchange, refusedSize.status(), refusedSize);
      return;
    }
    if (failure == null) {
      vms.computeIfPresent(id, (any, vm) -> FakeVm.resized(vm, wanted.resources()));
    }
    change(exchange, id, VmState.RESIZING);
  }

  private void stats(HttpExchange exchange) throws IOException {
    if (stats == null) {
      Answers.answer(
          exchange, 409, Problem.of(ProblemCode.VM_STATE_CONFLICT, "it does not run", null));
    } else {
      Answers.answer(exchange, 200, stats);
    }
  }

  private void console(HttpExchange exchange) throws IOException {
    if (consoleLog == null) {
      Answers.answer(
          exchange,
          409,
          new Problem(
              null, null, 409, "it has no console", "console.unavailable", "start it", null));
      return;
    }
    byte[] written = consoleLog.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=UTF-8");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(written);
    if ("follow=true".equals(exchange.getRequestURI().getQuery())) {
      Answers.send(exchange.getResponseBody(), goesOnToWrite);
    }
  }

  private void events(HttpExchange exchange, VmId id) throws IOException {
    long after = Long.parseLong(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    lastEventIds.add(String.valueOf(after));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    Answers.send(out, ":still here\n\n");
    Answers.send(out, "event:vm\ndata:{\"weather\": \"fine\"}\n\n"); // of a newer provider
    VmState now = vms.get(id).state();
    if (after < 2) {
      Answers.send(out, Answers.event(1, now, "image", null));
      for (String detail : imageDetails) {
        Answers.send(out, Answers.event(1, now, "image", detail));
      }
      Answers.send(out, Answers.event(2, now, "boot", "from disk"));
    }
    while (chatty) {
      Answers.send(out, ":still here\n\n");
    }
    if (hang) {
      Answers.never();
    }
    if (cutEvents && after < 2) {
      return;
    }
    VmState end = FakeVm.settled(now, failure != null);
    if (end == VmState.GONE) {
      vms.remove(id);
    } else {
      vms.computeIfPresent(id, (any, vm) -> FakeVm.in(vm, end, access(), failure));
    }
    Answers.send(out, Answers.event(3, end, null, failure));
  }

  private VmAccess access() {
    return new VmAccess("127.0.0.1", sshPort, user, hostKey);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
