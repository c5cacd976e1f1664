package network.golem.vm.discovery.advertisement;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import network.golem.vm.discovery.RunningDiscovery;
import network.golem.vm.server.management.ManagementServer;
import network.golem.vm.test.reference.Docs;
import network.golem.vm.test.reference.MetricsReference;
import org.junit.jupiter.api.Test;

/** What the operator's Prometheus reads. */
class DirectoryMetricsReferenceTest {

  @Test
  void providersAndRefusalsAreCounted() throws Exception {
    try (var discovery =
        RunningDiscovery.with(Map.of("--metrics", "127.0.0.1:0", "--private-endpoints", "true"))) {
      discovery.post(discovery.provider("counted").statement());
      discovery.post("no statement");
      discovery.bean(Upkeep.class).count();
      assertThat(scrape(discovery.bean(ManagementServer.class).port()))
          .contains(
              "golem_directory_providers 1.0",
              "golem_directory_providers_late 0.0",
              "golem_directory_preserving 0.0",
              "golem_directory_statements_refused_total{code=");
      Docs.hold(
          "metrics.md",
          "golem-discovery",
          MetricsReference.markdown(discovery.bean(PrometheusRegistry.class)));
    }
  }

  private static String scrape(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
