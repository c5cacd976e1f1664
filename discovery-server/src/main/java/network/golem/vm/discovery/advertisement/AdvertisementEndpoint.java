package network.golem.vm.discovery.advertisement;

import java.net.URI;
import java.time.Clock;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The directory over HTTP. */
@RestController
@RequestMapping("/api/v1/advertisements")
class AdvertisementEndpoint {

  /** Seconds; leaves a minute of the longest silence for a second attempt. */
  private static final String REANNOUNCE_AFTER = "240";

  private final Directory directory;
  private final Clock clock;

  AdvertisementEndpoint(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @PostMapping(consumes = SignedStatement.MEDIA_TYPE)
  ResponseEntity<ListedProvider> announce(@RequestBody String signed) {
    Advertisement said = SignedStatement.verifyAdvertisement(signed, clock);
    Directory.Announced announced = directory.announce(said, signed);
    ResponseEntity.BodyBuilder answer =
        announced.first()
            ? ResponseEntity.created(URI.create("/api/v1/advertisements/" + said.providerId()))
            : ResponseEntity.ok();
    return answer.header("Reannounce-After", REANNOUNCE_AFTER).body(announced.provider());
  }

  @DeleteMapping(path = "/{provider_id}", consumes = SignedStatement.MEDIA_TYPE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable("provider_id") NodeId provider, @RequestBody String signed) {
    Withdrawal said = SignedStatement.verifyWithdrawal(signed, clock);
    if (!said.providerId().equals(provider)) {
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_WRONG_PROVIDER,
          "the withdrawal is of provider " + said.providerId() + ", not of " + provider);
    }
    directory.withdraw(said);
  }

  @GetMapping
  ProviderPage search(@RequestParam MultiValueMap<String, String> query) {
    return directory.search(Search.of(query));
  }

  @GetMapping("/{provider_id}")
  ListedProvider find(@PathVariable("provider_id") NodeId provider) {
    return directory
        .find(provider)
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.ADVERTISEMENT_NOT_FOUND, "no live provider has the id " + provider));
  }
}
