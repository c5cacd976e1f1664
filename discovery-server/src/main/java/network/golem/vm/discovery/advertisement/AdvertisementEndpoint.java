package network.golem.vm.discovery.advertisement;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.Problem;
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

/** The directory: anybody may read it, and only what a provider has signed is written to it. */
@RestController
@RequestMapping("/api/v1/advertisements")
class AdvertisementEndpoint {

  private final Admission admission;
  private final Directory directory;

  AdvertisementEndpoint(Admission admission, Directory directory) {
    this.admission = admission;
    this.directory = directory;
  }

  /**
   * Lists a provider, or what it says now.
   *
   * @param signed an {@link Advertisement} as a compact JWS, {@code application/jose}
   * @return 201 when it was not listed before, else 200, with a {@link ListedProvider}; {@code
   *     Reannounce-After} says in how many seconds the next one is due
   * @throws ProblemException advertisement.malformed, advertisement.bad-signature,
   *     advertisement.wrong-provider, advertisement.stale, advertisement.expired,
   *     advertisement.private-endpoint, store.unavailable
   */
  @PostMapping(consumes = SignedStatement.MEDIA_TYPE)
  ResponseEntity<byte[]> announce(@RequestBody String signed, HttpServletResponse response) {
    Listing listing = admission.announce(signed, response);
    ResponseEntity.BodyBuilder answer =
        listing.isNew()
            ? ResponseEntity.created(URI.create("/api/v1/advertisements/" + listing.providerId()))
            : ResponseEntity.ok();
    return answer
        .header("Reannounce-After", String.valueOf(directory.reannounceAfter().toSeconds()))
        .contentType(MediaType.APPLICATION_JSON)
        .body(listing.row().bytes());
  }

  /**
   * Takes a provider off the list at its own word, and answers with 204.
   *
   * @param signed a {@link Withdrawal} as a compact JWS, {@code application/jose}
   * @throws ProblemException advertisement.malformed, advertisement.bad-signature,
   *     advertisement.wrong-provider, advertisement.stale, advertisement.expired,
   *     advertisement.not-found, store.unavailable
   */
  @DeleteMapping(path = "/{provider_id}", consumes = SignedStatement.MEDIA_TYPE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(
      @PathVariable("provider_id") NodeId provider,
      @RequestBody String signed,
      HttpServletResponse response) {
    admission.withdraw(provider, signed, response);
  }

  /**
   * One provider.
   *
   * @return 200 with a {@link ListedProvider}, and an {@code ETag}
   * @throws ProblemException advertisement.not-found
   */
  @GetMapping("/{provider_id}")
  ResponseEntity<byte[]> find(@PathVariable("provider_id") NodeId provider) {
    Listing listing = directory.find(provider.value()).orElseThrow(() -> absent(provider));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag("W/\"" + Long.toHexString(listing.stamp()) + '"')
        .cacheControl(CacheControl.noCache())
        .body(listing.row().bytes());
  }

  /** With the provider's own withdrawal, when it made one: proof that nobody left it out. */
  private ProblemException absent(NodeId provider) {
    Problem problem =
        Problem.of(
            ProblemCode.ADVERTISEMENT_NOT_FOUND, "no live provider has the id " + provider, null);
    return new ProblemException(
        directory
            .withdrawal(provider.value())
            .map(signed -> problem.with("withdrawal", signed))
            .orElse(problem));
  }
}
