package network.golem.vm.discovery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import network.golem.vm.model.json.Json;
import org.awaitility.Awaitility;

/** Providers that advertise as fast as they can, and remember what was acknowledged. */
final class AnnouncingFleet implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Map<String, Long> sequences = new ConcurrentHashMap<>();
  private final List<Thread> threads;
  private volatile boolean running = true;

  AnnouncingFleet(String url, int providers) {
    threads =
        IntStream.range(0, providers)
            .mapToObj(i -> new SomeProvider("fleet " + i, Clock.systemUTC()))
            .map(provider -> Thread.ofVirtual().start(() -> announce(url, provider)))
            .toList();
  }

  private void announce(String url, SomeProvider provider) {
    for (long sequence = 1; running; sequence++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/advertisements"))
              .header("Content-Type", "application/jose")
              .POST(BodyPublishers.ofString(provider.statement()))
              .build();
      try {
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status == 200 || status == 201) {
          sequences.put(provider.id().value(), sequence);
          acknowledged.incrementAndGet();
        } else {
          failed.incrementAndGet();
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  void awaitAcknowledged(int more) {
    int goal = acknowledged.get() + more;
    Awaitility.await("advertisements are acknowledged")
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> acknowledged.get() >= goal);
  }

  /** Requests that were not acknowledged. */
  int failed() {
    return failed.get();
  }

  /** Stops, and returns the last acknowledged sequence of each provider. */
  Map<String, Long> stop() {
    running = false;
    threads.forEach(thread -> {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    return Map.copyOf(sequences);
  }

  /** The sequence of the statement that is listed for a provider; 0 for none. */
  long listed(String url, String provider) throws IOException, InterruptedException {
    String filter = "?filter=provider_id%3D%3D" + provider + "&limit=1";
    var answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/advertisements" + filter)).build(),
            BodyHandlers.ofString());
    var rows = Json.MAPPER.readTree(answer.body()).path("advertisements");
    if (rows.isEmpty()) {
      return 0;
    }
    String payload = rows.get(0).path("signed").asString().split("\\.", -1)[1];
    return Json.MAPPER
        .readTree(java.util.Base64.getUrlDecoder().decode(payload))
        .path("sequence")
        .asLong();
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
