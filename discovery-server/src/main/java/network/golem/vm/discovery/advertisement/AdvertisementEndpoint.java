package network.golem.vm.discovery.advertisement;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The directory over HTTP. */
@RestController
@RequestMapping("/api/v1/advertisements")
class AdvertisementEndpoint {

  private final Directory directory;
  private final Clock clock;

  AdvertisementEndpoint(Directory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @PostMapping(consumes = SignedStatement.MEDIA_TYPE)
  ResponseEntity<byte[]> announce(@RequestBody String signed) {
    Advertisement said = SignedStatement.verifyAdvertisement(signed, clock);
    Listing listing = directory.announce(said, signed);
    ResponseEntity.BodyBuilder answer =
        listing.isNew()
            ? ResponseEntity.created(URI.create("/api/v1/advertisements/" + said.providerId()))
            : ResponseEntity.ok();
    return answer
        .header("Reannounce-After", String.valueOf(directory.reannounceAfter().toSeconds()))
        .contentType(MediaType.APPLICATION_JSON)
        .body(json(listing));
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

  @GetMapping("/{provider_id}")
  ResponseEntity<byte[]> find(@PathVariable("provider_id") NodeId provider) {
    Listing listing =
        directory
            .find(provider.value())
            .orElseThrow(() ->
                new ProblemException(
                    ProblemCode.ADVERTISEMENT_NOT_FOUND,
                    "no live provider has the id " + provider));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag("W/\"" + Long.toHexString(listing.stamp()) + '"')
        .cacheControl(CacheControl.noCache())
        .body(json(listing));
  }

  private static byte[] json(Listing listing) {
    return listing.row().getBytes(StandardCharsets.US_ASCII);
  }
}
