package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The live providers. Takes statements that are verified already. When a method returns, what it
 * did is on the disk and is what readers see. Readers wait for nobody. Thread-safe.
 */
@Service
public class Directory {

  /**
   * An earlier statement was issued at most one clock skew after this moment, lives at most its
   * longest life from then on, and is accepted for one clock skew more. So long a last word has to
   * be remembered, else a withdrawn advertisement could be posted again by anyone who has a copy.
   */
  static final Duration MEMORY =
      SignedStatement.LONGEST_LIFE.plus(SignedStatement.CLOCK_SKEW.multipliedBy(2));

  private final Index index;
  private final GroupCommit writer;
  private final Pace pace;
  private final Census census;
  private final Clock clock;

  Directory(Index index, GroupCommit writer, Pace pace, Census census, Clock clock) {
    this.index = index;
    this.writer = writer;
    this.pace = pace;
    this.census = census;
    this.clock = clock;
  }

  /**
   * Lists a provider, or renews its listing.
   *
   * @throws ProblemException when the provider has made a later statement, or this one has expired
   */
  Listing announce(Advertisement said, String signed) {
    long now = clock.millis();
    long expires = said.expiresAt().toEpochMilli();
    if (expires <= now) {
      // Within the clock skew it would be valid, but what is acknowledged is also shown.
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_EXPIRED,
          "it expired at " + said.expiresAt() + " (now " + Instant.ofEpochMilli(now) + ")",
          "Check the clocks of both machines.");
    }
    refuseStale(said.sequence(), index.get(said.providerId().value()));
    long liveUntil = Math.min(expires, now + pace.patience(census.last().providers()).toMillis());
    Entry known =
        write(new Change.Advertised(said, signed, now, liveUntil, now + MEMORY.toMillis()));
    if (known.sequence() != said.sequence() || known.listing() == null) {
      throw stale(said.sequence(), known.sequence());
    }
    return known.listing();
  }

  /**
   * Takes a provider off the list, if it is on it. The same withdrawal may come twice, since the
   * answer to the first may have been lost; it changes nothing then.
   *
   * @throws ProblemException when the provider has made a later statement
   */
  void withdraw(Withdrawal said, String signed) {
    Entry before = index.get(said.providerId().value());
    if (isSame(said, before)) {
      return;
    }
    refuseStale(said.sequence(), before);
    Entry known = write(new Change.Withdrawn(said, signed, clock.millis() + MEMORY.toMillis()));
    if (!isSame(said, known)) {
      throw stale(said.sequence(), known.sequence());
    }
  }

  /** Notes that a provider itself answered at the endpoint that it advertised. */
  public void reached(Listing listing) {
    writer.write(
        new Change.Reached(
            listing.providerId(), listing.ipAddress(), listing.port(), clock.millis()));
  }

  /** A live provider. */
  public Optional<Listing> find(String providerId) {
    return Optional.ofNullable(index.get(providerId)).map(Entry::listing).filter(live());
  }

  /** The last word of a provider, signed, when it was a withdrawal. */
  Optional<String> withdrawal(String providerId) {
    return Optional.ofNullable(index.get(providerId)).map(Entry::withdrawal);
  }

  /**
   * Tells a reader the live providers whose ids come after the one given, in their order, for as
   * long as it wants more.
   *
   * @param wantsMore is given one listing after the other; false ends it
   */
  public void read(String afterId, Predicate<Listing> wantsMore) {
    Predicate<Listing> live = live();
    for (Entry entry : index.entries().tailMap(afterId, false).values()) {
      Listing listing = entry.listing();
      if (listing != null && live.test(listing) && !wantsMore.test(listing)) {
        return;
      }
    }
  }

  /** After how long a provider is to advertise again. */
  Duration reannounceAfter() {
    return pace.interval(census.last().providers());
  }

  private Predicate<Listing> live() {
    long now = clock.millis();
    return census.last().preserving()
        ? listing -> listing.expiresAt() > now
        : listing -> listing.liveUntil() > now;
  }

  private Entry write(Change.Statement change) {
    return Objects.requireNonNull(writer.write(change), "a statement leaves an entry");
  }

  private static boolean isSame(Withdrawal said, @Nullable Entry known) {
    return known != null && known.listing() == null && known.sequence() == said.sequence();
  }

  /** Replays cost no write. */
  private static void refuseStale(long sequence, @Nullable Entry known) {
    if (known != null && sequence <= known.sequence()) {
      throw stale(sequence, known.sequence());
    }
  }

  private static ProblemException stale(long sequence, long known) {
    return new ProblemException(
        ProblemCode.ADVERTISEMENT_STALE,
        "sequence " + sequence + " is not above " + known + ", the last one known",
        "Sign a new statement with a higher sequence.");
  }
}
