package network.golem.vm.provider.reach;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.provider.web.ApiPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;

/**
 * Once started, asks each port checker whether the API's port is open from where it stands, and
 * tells the owner.
 */
@Component
class ReachCheck {

  private static final Logger log = LoggerFactory.getLogger(ReachCheck.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A checker tries a silent port several times before it gives up. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final List<URI> checkers;
  private final ApiPort port;

  ReachCheck(ProviderSettings settings, ApiPort port) {
    this.checkers = settings.portCheckServers();
    this.port = port;
  }

  @EventListener(ApplicationReadyEvent.class)
  void checkOnce() {
    checkers.forEach(checker -> Thread.ofVirtual().name("reach check").start(() -> check(checker)));
  }

  private void check(URI checker) {
    int number = port.number();
    try {
      PortCheckResponse.Result result = ask(checker, number);
      if (result.accessible()) {
        log.info("port {} can be reached from outside, says {}", number, checker);
      } else {
        log.warn(
            "port {} cannot be reached from outside ({}), says {}; forward it, and the access ports, to this host",
            number,
            result.error(),
            checker);
      }
    } catch (RestClientException | JacksonException e) {
      log.warn("port checker {} does not answer: {}", checker, e.getMessage());
    }
  }

  private static PortCheckResponse.Result ask(URI checker, int number) {
    var factory =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    factory.setReadTimeout(ANSWER);
    String answer =
        RestClient.builder()
            .requestFactory(factory)
            .build()
            .post()
            .uri(checker + "/check-ports")
            .contentType(MediaType.APPLICATION_JSON)
            .body(Json.MAPPER.writeValueAsString(new PortCheckRequest(null, List.of(number), null)))
            .retrieve()
            .body(String.class);
    PortCheckResponse response =
        Json.MAPPER.readValue(String.valueOf(answer), PortCheckResponse.class);
    return response
        .results()
        .getOrDefault(number, new PortCheckResponse.Result(false, "no answer"));
  }
}
