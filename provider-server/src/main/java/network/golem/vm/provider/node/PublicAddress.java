package network.golem.vm.provider.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The address that renters reach this host at: as the owner says, or as most of the discovery
 * services and port checkers see it. Thread-safe.
 */
public final class PublicAddress {

  private static final Logger log = LoggerFactory.getLogger(PublicAddress.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final String LOOPBACK = "127.0.0.1";

  private final @Nullable String configured;
  private final Map<URI, RestClient> discoveries;
  private final Map<URI, String> witnesses = new LinkedHashMap<>();
  private volatile @Nullable String seen;

  /** What {@code GET /api/v1/whoami} answers. */
  record Caller(@JsonProperty("ip_address") String ipAddress) {}

  public PublicAddress(@Nullable String configured, List<URI> discoveries) {
    this.configured = configured;
    this.discoveries =
        discoveries.stream()
            .distinct()
            .collect(Collectors.toMap(Function.identity(), PublicAddress::client));
  }

  /**
   * The address, asking discovery first when none is configured. The last known one when nobody
   * answers.
   */
  public String refresh() {
    if (configured == null) {
      discoveries.forEach(
          (url, discovery) -> ask(discovery).ifPresent(address -> heard(url, address)));
    }
    return current();
  }

  /** The address as last known; loopback while nobody has said another. */
  public String current() {
    if (configured != null) {
      return configured;
    }
    String known = seen;
    return known == null ? LOOPBACK : known;
  }

  /** The address that the owner has set, if any. */
  public Optional<String> configured() {
    return Optional.ofNullable(configured);
  }

  /**
   * A service says where it sees this host. What most services said last holds; where two addresses
   * have as many, the one that held before.
   */
  public synchronized void heard(URI service, String address) {
    witnesses.put(service, address);
    Map<String, Long> votes =
        witnesses.values().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    String before = seen;
    String now =
        votes.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(vote -> vote.getKey().equals(before))
                    .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
            .orElseThrow()
            .getKey();
    if (configured == null && before != null && !now.equals(before)) {
      log.info("the public address of this host has changed from {} to {}", before, now);
    }
    seen = now;
  }

  private static Optional<String> ask(RestClient discovery) {
    try {
      Caller caller = discovery.get().uri("/api/v1/whoami").retrieve().body(Caller.class);
      return Optional.ofNullable(caller)
          .map(said -> Advertisement.checkAddress("ip_address", said.ipAddress()));
    } catch (RestClientException | InvalidValueException e) {
      log.debug("discovery does not say our address", e);
      return Optional.empty();
    }
  }

  private static RestClient client(URI discovery) {
    var factory =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(DEADLINE).build());
    factory.setReadTimeout(DEADLINE);
    return RestClient.builder().baseUrl(discovery.toString()).requestFactory(factory).build();
  }
}
