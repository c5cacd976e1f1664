package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.ListedProvider;
import network.golem.vm.model.advertisement.ProviderPage;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The live providers. Takes statements that are verified already. When a method returns, what it
 * did is on the disk. Thread-safe.
 */
@Service
@Transactional
class Directory {

  private final Listings listings;
  private final LastWords lastWords;
  private final Clock clock;

  Directory(Listings listings, LastWords lastWords, Clock clock) {
    this.listings = listings;
    this.lastWords = lastWords;
    this.clock = clock;
  }

  /**
   * A provider as it is listed now.
   *
   * @param first true when it was not listed just before
   */
  record Announced(ListedProvider provider, boolean first) {}

  /**
   * Lists a provider, or renews its listing.
   *
   * @throws ProblemException when the provider has made a later statement, or this one has expired
   */
  Announced announce(Advertisement said, String signed) {
    Instant now = now();
    LastWord word = lastWord(said.providerId(), now);
    word.advertised(said.sequence(), now);
    Optional<Listing> known = listings.findById(said.providerId().value());
    boolean first = known.filter(listing -> listing.isLive(now)).isEmpty();
    known.ifPresent(listing -> listing.renew(said, signed, now));
    Listing listing = known.orElseGet(() -> new Listing(said, signed, now));
    lastWords.save(word);
    return new Announced(listings.save(listing).asRow(), first);
  }

  /**
   * Takes a provider off the list, if it is on it.
   *
   * @throws ProblemException when the provider has made a later statement
   */
  void withdraw(Withdrawal said) {
    Instant now = now();
    LastWord word = lastWord(said.providerId(), now);
    word.withdrawn(said.sequence(), now);
    lastWords.save(word);
    listings.deleteById(said.providerId().value());
  }

  Optional<ListedProvider> find(NodeId provider) {
    Instant now = now();
    return listings
        .findById(provider.value())
        .filter(listing -> listing.isLive(now))
        .map(Listing::asRow);
  }

  ProviderPage search(Search search) {
    List<Listing> found =
        listings.findLive(
            search.after().providerId(),
            now(),
            search.cpu(),
            search.memory(),
            search.storage(),
            search.country(),
            search.name(),
            Limit.of(search.limit() + 1));
    boolean more = found.size() > search.limit();
    List<Listing> shown = more ? found.subList(0, search.limit()) : found;
    return new ProviderPage(
        shown.stream().map(Listing::asRow).toList(),
        more ? new Cursor(shown.getLast().providerId()).encoded() : null);
  }

  /** Deletes what has expired and what may be forgotten; returns how many listings. */
  int sweep() {
    lastWords.deleteForgotten(now());
    return listings.deleteExpired(now());
  }

  private LastWord lastWord(NodeId provider, Instant now) {
    return lastWords.findById(provider.value()).orElseGet(() -> LastWord.none(provider, now));
  }

  /** To the millisecond, as it is stored: the first answer and later ones agree. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
