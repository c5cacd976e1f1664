package network.golem.vm.provider.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.golem.vm.provider.settings.ProviderSettings;

/** Of the services that a provider talks to. */
final class NetworkChecks {

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** HTTP dates are in whole seconds, and the way takes time. */
  private static final Duration UNNOTICED = Duration.ofSeconds(3);

  /** What discovery allows. */
  private static final Duration ALLOWED = Duration.ofSeconds(60);

  private final ProviderSettings settings;
  private final Clock clock;

  NetworkChecks(ProviderSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  List<Check> all() {
    return List.of(
        new Check("DNS", this::dns),
        new Check("Discovery", this::discovery),
        new Check("Port checkers", this::checkers),
        new Check("Clock", this::skew));
  }

  private Result dns() {
    List<String> unknown = new ArrayList<>();
    for (URI service : services()) {
      try {
        InetAddress.getByName(service.getHost());
      } catch (UnknownHostException e) {
        unknown.add(service.getHost());
      }
    }
    return unknown.isEmpty()
        ? Result.ok("all names of services are known")
        : Result.error(
            "not known: " + String.join(", ", unknown),
            "see whether the names are right and /etc/resolv.conf names a resolver that answers");
  }

  private Result discovery() throws InterruptedException {
    return settings.discoveryUrl().isEmpty()
        ? Result.warning(
            "none is set: only those who know this provider can rent", "--discovery-url URL")
        : answering(settings.discoveryUrl(), "renters who ask there do not find this provider");
  }

  private Result checkers() throws InterruptedException {
    return settings.portCheckServers().isEmpty()
        ? Result.warning(
            "none is set: nobody tells whether renters can reach this host",
            "--port-check-servers URL")
        : answering(settings.portCheckServers(), "it cannot look at the ports");
  }

  private static Result answering(List<URI> services, String meaning) throws InterruptedException {
    List<String> silent = new ArrayList<>();
    for (URI service : services) {
      try {
        int status = ask(service).statusCode();
        if (status != 200) {
          silent.add(service + " says " + status);
        }
      } catch (IOException e) {
        silent.add(service + " does not answer");
      }
    }
    if (silent.isEmpty()) {
      return Result.ok(services.size() == 1 ? "it answers" : "all " + services.size() + " answer");
    }
    String what = String.join(", ", silent) + ": " + meaning;
    String remedy = "see whether its URL is right and this host has a way out";
    return silent.size() == services.size()
        ? Result.error(what, remedy)
        : Result.warning(what, remedy);
  }

  /** Against the first service that says what time it has. */
  private Result skew() throws InterruptedException {
    for (URI service : services()) {
      try {
        Optional<Instant> theirs = date(ask(service));
        if (theirs.isPresent()) {
          return compared(Duration.between(theirs.get(), clock.instant()), service);
        }
      } catch (IOException e) {
        // Its own check tells of it.
      }
    }
    return Result.warning("no service answers whose clock could be compared");
  }

  private static Result compared(Duration ahead, URI service) {
    Duration apart = ahead.abs();
    if (apart.compareTo(UNNOTICED) <= 0) {
      return Result.ok("agrees with " + service);
    }
    String what =
        "%d s %s %s"
            .formatted(apart.toSeconds(), ahead.isNegative() ? "behind" : "ahead of", service);
    String remedy = "sudo timedatectl set-ntp true";
    return apart.compareTo(ALLOWED) < 0
        ? Result.warning(what, remedy)
        : Result.error(what + ": discovery refuses what this provider signs", remedy);
  }

  private static Optional<Instant> date(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Date")
        .flatMap(text -> {
          try {
            return Optional.of(
                ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
          } catch (DateTimeException e) {
            return Optional.empty();
          }
        });
  }

  private static HttpResponse<Void> ask(URI service) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(service + "/health")).timeout(DEADLINE).build(),
          BodyHandlers.discarding());
    }
  }

  private List<URI> services() {
    List<URI> all = new ArrayList<>(settings.discoveryUrl());
    all.addAll(settings.portCheckServers());
    return all;
  }
}
