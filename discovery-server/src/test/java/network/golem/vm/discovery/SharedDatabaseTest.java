package network.golem.vm.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.golem.vm.test.Needed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three instances on one PostgreSQL behind HAProxy, one of which is killed under load. */
class SharedDatabaseTest {

  private static final int CLIENTS = 6;
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  @TempDir Path directory;

  @Test
  void killingAnInstanceLosesNothingThatWasAcknowledged() throws Exception {
    Needed.program(Files.isExecutable(HAPROXY), "haproxy");
    try (RealPostgres postgres = RealPostgres.start()) {
      String database = postgres.newDatabase("discovery");
      try (DiscoveryProcess one = instance(1, database);
          DiscoveryProcess two = instance(2, database);
          DiscoveryProcess three = instance(3, database)) {
        int port = freePort();
        Process balancer = balance(port, one, two, three);
        try {
          killUnderLoad("http://127.0.0.1:" + port, two, one, three);
        } finally {
          balancer.destroy();
          balancer.onExit().join();
        }
      }
    }
  }

  private static void killUnderLoad(
      String url, DiscoveryProcess victim, DiscoveryProcess... survivors) throws Exception {
    awaitHealthy(url);
    try (AnnouncingFleet fleet = new AnnouncingFleet(url, CLIENTS)) {
      fleet.awaitAcknowledged(100);
      assertThat(fleet.failed()).isZero();
      victim.kill();
      fleet.awaitAcknowledged(200);
      assertThat(fleet.failed()).as("only what was in flight").isLessThanOrEqualTo(CLIENTS);
      Map<String, Long> acknowledged = fleet.stop();
      for (DiscoveryProcess survivor : survivors) {
        for (var provider : acknowledged.entrySet()) {
          Awaitility.await("what one instance took is listed by the others")
              .atMost(Duration.ofSeconds(10))
              .until(() -> fleet.listed(survivor.url(), provider.getKey()) >= provider.getValue());
        }
      }
    }
  }

  private DiscoveryProcess instance(int number, String database) throws IOException {
    return DiscoveryProcess.start(directory.resolve("data" + number), "--db-url", database);
  }

  private Process balance(int port, DiscoveryProcess... instances) throws IOException {
    StringBuilder servers = new StringBuilder();
    for (DiscoveryProcess instance : List.of(instances)) {
      servers
          .append("  server s")
          .append(instance.hashCode())
          .append(' ')
          .append(URI.create(instance.url()).getAuthority())
          .append('\n');
    }
    Path configuration =
        Files.writeString(
            directory.resolve("haproxy.cfg"),
            """
            defaults
              mode http
              timeout connect 2s
              timeout client 30s
              timeout server 30s
              option httpchk GET /health
              default-server check inter 500ms
              retries 3
              retry-on conn-failure
              option redispatch 1
            listen discovery
              bind 127.0.0.1:%d
              balance roundrobin
            """
                    .formatted(port)
                + servers);
    return new ProcessBuilder(HAPROXY.toString(), "-f", configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("haproxy.log").toFile())
        .start();
  }

  private static void awaitHealthy(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      Awaitility.await("the balancer finds the instances")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() ->
              client
                      .send(
                          HttpRequest.newBuilder(URI.create(url + "/health")).build(),
                          BodyHandlers.discarding())
                      .statusCode()
                  == 200);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
