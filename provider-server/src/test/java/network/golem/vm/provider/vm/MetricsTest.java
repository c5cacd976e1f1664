package network.golem.vm.provider.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the owner's Prometheus reads. */
@Timeout(60)
class MetricsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SshServingBackend backend = new SshServingBackend();

  @TempDir private Path data;

  @Test
  void figuresFollowWhatHappens() throws Exception {
    int port = freePort();
    try (var provider = RunningProvider.start(data, backend, "--metrics", "127.0.0.1:" + port)) {
      assertThat(scrape(port)).contains("golem_vms{state=\"running\"} 0.0", "golem_backend_up 1.0");

      RentedVm demo = RunningProvider.vm(provider.post("/api/v1/vms", Api.wanted("demo")));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> provider.vm(demo.id().value()).state() == VmState.RUNNING);
      provider.bean(Sampler.class).sample();
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(scrape(port))
                  .contains(
                      "golem_operation_duration_seconds_count{kind=\"create\",outcome=\"done\"} 1"));
      assertThat(scrape(port))
          .contains(
              "golem_vms{state=\"running\"} 1.0",
              "golem_vm_connections{vm=\"" + demo.id() + "\"}",
              "golem_vm_connections_accepted_total{vm=\"" + demo.id() + "\"}",
              "golem_cpus{part=\"free\"} 7.0",
              "golem_cpus{part=\"offer\"} 8.0",
              "golem_memory_bytes{part=\"reserved\"} 1.073741824E9",
              "golem_host_load_ratio{resource=\"memory\"}",
              "golem_host_overloaded 0.0",
              "golem_advertised 0.0",
              "golem_access_ports{ports=\"all\"} 50.0");
    }
  }

  @Test
  void aTakenPortIsNoReasonNotToStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        var provider =
            RunningProvider.start(data, backend, "--metrics", "0.0.0.0:" + taken.getLocalPort())) {
      assertThat(provider.get("/api/v1/provider").statusCode()).isEqualTo(200);
    }
  }

  private static String scrape(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
