package network.golem.vm.discovery.advertisement;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;

/**
 * The latest statement of a provider, advertisement or withdrawal: nothing that it said before
 * counts any more. It outlives the listing, else a withdrawn advertisement could be posted again by
 * anyone who has a copy.
 */
@Entity
@Table(name = "last_word")
class LastWord {

  /**
   * An earlier statement was issued at most one clock skew after this moment, lives at most its
   * longest life from then on, and is accepted for one clock skew more.
   */
  static final Duration MEMORY =
      SignedStatement.LONGEST_LIFE.plus(SignedStatement.CLOCK_SKEW.multipliedBy(2));

  @Id private String providerId;
  private long sequence;
  private boolean withdrawn;

  @SuppressWarnings("unused") // the sweep's query reads it
  private Instant forgetAt;

  @SuppressWarnings("NullAway.Init")
  protected LastWord() {}

  private LastWord(NodeId provider, Instant now) {
    this.providerId = provider.value();
    this.forgetAt = now.plus(MEMORY);
  }

  /** Of a provider that was never heard of, or long forgotten. */
  static LastWord none(NodeId provider, Instant now) {
    return new LastWord(provider, now);
  }

  /**
   * @throws ProblemException when the provider has said this or something later before
   */
  void advertised(long next, Instant now) {
    follow(next, false, now);
  }

  /**
   * The same withdrawal may come twice, since the answer to the first may have been lost; it
   * changes nothing then.
   *
   * @throws ProblemException when the provider has said something later before
   */
  void withdrawn(long next, Instant now) {
    if (!(withdrawn && next == sequence)) {
      follow(next, true, now);
    }
  }

  private void follow(long next, boolean withdrawal, Instant now) {
    if (next <= sequence) {
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_STALE,
          "sequence " + next + " is not above " + sequence + ", the last one known",
          "Sign a new statement with a higher sequence.");
    }
    sequence = next;
    withdrawn = withdrawal;
    forgetAt = now.plus(MEMORY);
  }
}
