package network.golem.vm.requestor.choice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.AtOnce;

/**
 * Measures how near the best few providers are, all at once: the time that a TCP connection and the
 * TLS handshake take. One that cannot be reached comes last.
 */
public final class Handshakes {

  private static final int BEST_FEW = 5;

  private final Function<Advertisement, Duration> handshake;
  private final Duration patience;

  /**
   * @param handshake connects to a provider; throws {@link Failure} when that does not succeed
   * @param patience for the slowest of them
   */
  public Handshakes(Function<Advertisement, Duration> handshake, Duration patience) {
    this.handshake = handshake;
    this.patience = patience;
  }

  /** The same candidates, ordered by fit and then by nearness. With one there is no choice. */
  public List<Candidate> order(List<Candidate> ranked) {
    if (ranked.size() < 2) {
      return ranked;
    }
    int few = Math.min(BEST_FEW, ranked.size());
    List<Candidate> measured = measured(ranked.subList(0, few));
    List<Candidate> ordered = new ArrayList<>();
    measured.stream()
        .filter(c -> c.handshake() != null)
        .sorted(
            Comparator.comparingInt(Candidate::fit)
                .thenComparing(Candidate::handshake, Comparator.nullsLast(Duration::compareTo)))
        .forEach(ordered::add);
    ordered.addAll(ranked.subList(few, ranked.size()));
    measured.stream().filter(c -> c.handshake() == null).forEach(ordered::add);
    return ordered;
  }

  private List<Candidate> measured(List<Candidate> few) {
    List<Candidate> measured = new ArrayList<>();
    new AtOnce<>(few, candidate -> "provider " + candidate.provider().name(), patience)
        .ask(
            candidate -> handshake.apply(candidate.provider()),
            (candidate, time) -> measured.add(candidate.reachedIn(time)),
            (candidate, failure) -> measured.add(candidate.unreachable(failure.detail())));
    return measured;
  }
}
