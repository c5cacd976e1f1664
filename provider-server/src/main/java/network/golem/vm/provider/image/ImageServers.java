package network.golem.vm.provider.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Whether the servers that images are downloaded from can be reached at all, so that no image is
 * offered that cannot be had. An answer is good for a while; an old one is given once more while a
 * new one is sought.
 */
final class ImageServers {

  private static final Duration GOOD_FOR = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private record Answer(boolean has, Instant at) {}

  private final Clock clock;
  private final ConcurrentMap<URI, Answer> answers = new ConcurrentHashMap<>();

  ImageServers(Clock clock) {
    this.clock = clock;
  }

  boolean has(URI url) {
    Answer answer = answers.computeIfAbsent(url, this::ask);
    if (answer.at().plus(GOOD_FOR).isBefore(clock.instant())
        && answers.replace(url, answer, new Answer(answer.has(), clock.instant()))) {
      Thread.ofVirtual().start(() -> answers.put(url, ask(url)));
    }
    return answer.has();
  }

  private Answer ask(URI url) {
    HttpRequest request = HttpRequest.newBuilder(url).HEAD().timeout(PATIENCE).build();
    HttpClient http = FileDownload.client(PATIENCE);
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return new Answer(status == 200, clock.instant());
    } catch (IOException e) {
      return new Answer(false, clock.instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(false, Instant.EPOCH); // not an answer to keep
    } finally {
      http.shutdownNow();
    }
  }
}
