package network.golem.vm.provider.advertise;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.server.http.Unanswered;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;

/** Hands signed statements to a discovery service. Thread-safe. */
final class DiscoveryClient {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** A statement lives ten minutes at most; the rest is for the way. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(9);

  private static final MediaType JOSE = MediaType.parseMediaType(SignedStatement.MEDIA_TYPE);

  private static final String PRIVATE_REMEDY =
      "; set --public-ip to an address on the internet, or, where renters share this network, have"
          + " discovery's operator start it with --private-endpoints";

  private final URI url;
  private final RestClient client;

  DiscoveryClient(URI url) {
    this.url = url;
    var factory =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(DEADLINE).build());
    factory.setReadTimeout(DEADLINE);
    this.client = RestClient.builder().baseUrl(url.toString()).requestFactory(factory).build();
  }

  /** Discovery did not take a statement; the message says why. */
  static final class NotTaken extends Exception {

    private final Duration retryAfter;

    NotTaken(String message, Duration retryAfter, Throwable cause) {
      super(message, cause);
      this.retryAfter = retryAfter;
    }

    /** For how long it wants to be left alone; at most {@link #LONGEST_PAUSE}, zero mostly. */
    Duration retryAfter() {
      return retryAfter;
    }
  }

  URI url() {
    return url;
  }

  /**
   * Returns how long discovery would not be told again unless there is news; at most {@link
   * #LONGEST_PAUSE}.
   */
  Duration announce(String signedAdvertisement) throws NotTaken {
    return seconds(
        "Reannounce-After", send(HttpMethod.POST, "/api/v1/advertisements", signedAdvertisement));
  }

  void withdraw(NodeId provider, String signedWithdrawal) throws NotTaken {
    send(HttpMethod.DELETE, "/api/v1/advertisements/" + provider, signedWithdrawal);
  }

  private static Duration seconds(String header, @Nullable HttpHeaders answer) {
    String seconds = answer == null ? null : answer.getFirst(header);
    if (seconds == null || !seconds.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_PAUSE.toSeconds()));
  }

  private HttpHeaders send(HttpMethod method, String path, String statement) throws NotTaken {
    try {
      return client
          .method(method)
          .uri(path)
          .contentType(JOSE)
          .body(statement)
          .retrieve()
          .toBodilessEntity()
          .getHeaders();
    } catch (RestClientResponseException e) {
      throw new NotTaken(
          "discovery at " + url + " refused: " + said(e),
          seconds(HttpHeaders.RETRY_AFTER, e.getResponseHeaders()),
          e);
    } catch (RestClientException e) {
      throw new NotTaken(
          "discovery at " + url + " does not answer: " + Unanswered.why(e), Duration.ZERO, e);
    }
  }

  private static String said(RestClientResponseException refusal) {
    try {
      Problem problem = Json.MAPPER.readValue(refusal.getResponseBodyAsString(), Problem.class);
      String said = problem.code() + ", " + problem.detail();
      return ProblemCode.ADVERTISEMENT_PRIVATE_ENDPOINT.code().equals(problem.code())
          ? said + PRIVATE_REMEDY
          : said;
    } catch (JacksonException e) {
      return refusal.getStatusCode().toString();
    }
  }
}
