package network.golem.vm.provider.reach;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.server.http.Unanswered;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;

/** Asks one port checker. Thread-safe. */
final class CheckerClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /**
   * A checker tries a silent port several times before it gives up, and may have others to serve.
   */
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final URI url;
  private final RestClient client;

  CheckerClient(URI url) {
    this.url = url;
    var factory =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    factory.setReadTimeout(ANSWER);
    this.client = RestClient.builder().requestFactory(factory).build();
  }

  /** The checker did not say anything about the ports; the message says which checker, and why. */
  static final class Silent extends Exception {
    Silent(String message, Throwable cause) {
      super(message, cause);
    }
  }

  URI url() {
    return url;
  }

  PortCheckResponse ask(PortCheckRequest request) throws Silent {
    try {
      String answer =
          client
              .post()
              .uri(url + "/check-ports")
              .contentType(MediaType.APPLICATION_JSON)
              .body(Json.MAPPER.writeValueAsString(request))
              .retrieve()
              .body(String.class);
      return checked(Json.MAPPER.readValue(String.valueOf(answer), PortCheckResponse.class));
    } catch (RestClientResponseException e) {
      throw new Silent(url + " refused: " + said(e), e);
    } catch (RestClientException e) {
      throw new Silent(url + " does not answer: " + Unanswered.why(e), e);
    } catch (JacksonException | InvalidValueException e) {
      throw new Silent(url + " is no port checker: its answer cannot be read", e);
    }
  }

  private static PortCheckResponse checked(PortCheckResponse answer) {
    if (answer.providerIp() != null) {
      Advertisement.checkAddress("provider_ip", answer.providerIp());
    }
    Map<Integer, PortCheckResponse.Result> results =
        InvalidValueException.checkPresent("results", answer.results());
    results.values().forEach(result -> InvalidValueException.checkPresent("results", result));
    return answer;
  }

  private static String said(RestClientResponseException refusal) {
    try {
      Problem problem = Json.MAPPER.readValue(refusal.getResponseBodyAsString(), Problem.class);
      return problem.code() + ", " + problem.detail();
    } catch (JacksonException e) {
      return refusal.getStatusCode().toString();
    }
  }
}
