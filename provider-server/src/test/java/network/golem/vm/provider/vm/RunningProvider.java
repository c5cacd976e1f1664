package network.golem.vm.provider.vm;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.provider.Provider;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.web.ApiPort;
import network.golem.vm.server.settings.Settings;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A provider in this process, whole but for its backend, on free ports. */
final class RunningProvider implements AutoCloseable {

  static final Identity REQUESTOR = Identity.generate();

  /** Handed to the container by its class; tests that start providers run one at a time. */
  private static SshServingBackend backend = new SshServingBackend();

  private final ConfigurableApplicationContext context;

  private RunningProvider(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Not annotated, so that only those who name it get it. */
  static class Fake {
    @Bean("hostBackend")
    SshServingBackend fakeBackend() {
      return backend;
    }
  }

  /** Starts on the records in {@code data}, with more settings as flags. */
  static RunningProvider start(Path data, SshServingBackend with, String... flags)
      throws IOException {
    backend = with;
    Map<String, String> settings = new HashMap<>();
    settings.put("--data-dir", data.toString());
    settings.put("--host", "127.0.0.1");
    settings.put("--port", "0");
    settings.put("--discovery-url", "");
    settings.put("--status-page", "off");
    settings.put("--metrics", "off");
    settings.put("--offer-cpu", "8");
    settings.put("--offer-memory", "16");
    settings.put("--offer-storage", "200");
    // How busy the machine is that runs the tests is no matter, save to those who ask.
    for (String what : List.of("cpu", "memory", "storage")) {
      settings.put("--" + what + "-threshold", "100");
    }
    settings.put("--storage-floor-gb", "0");
    int first = freePort();
    settings.put("--port-range-start", String.valueOf(first));
    settings.put("--port-range-end", String.valueOf(Math.min(65_536, first + 50)));
    for (int i = 0; i < flags.length; i += 2) {
      settings.put(flags[i], flags[i + 1]);
    }
    var read = Settings.read(ProviderSettings.form(), settings, Map.of(), data);
    return new RunningProvider(Provider.start(read, Fake.class));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** What its API answers. */
  RequestMappingHandlerMapping mapping() {
    return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
  }

  /** Has an event happen. */
  void publish(Object event) {
    context.publishEvent(event);
  }

  int port() {
    return bean(ApiPort.class).number();
  }

  NodeId nodeId() {
    return bean(Identity.class).nodeId();
  }

  /** One request by one requestor. */
  HttpResponse<String> send(
      Identity as, String method, String path, Object body, String... headers) {
    return new Api(port(), nodeId()).send(as, method, path, body, headers);
  }

  HttpResponse<String> get(String path) {
    return send(REQUESTOR, "GET", path, null);
  }

  HttpResponse<String> post(String path, Object body) {
    return send(REQUESTOR, "POST", path, body, "Idempotency-Key", UUID.randomUUID().toString());
  }

  RentedVm vm(String id) {
    return Json.MAPPER.readValue(get("/api/v1/vms/" + id).body(), RentedVm.class);
  }

  static RentedVm vm(HttpResponse<String> answer) {
    return Json.MAPPER.readValue(answer.body(), RentedVm.class);
  }

  static Problem problem(HttpResponse<String> answer) {
    return Json.MAPPER.readValue(answer.body(), Problem.class);
  }

  @Override
  public void close() {
    context.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Math.min(socket.getLocalPort(), 65_000);
    }
  }
}
