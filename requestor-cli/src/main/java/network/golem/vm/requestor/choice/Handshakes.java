package network.golem.vm.requestor.choice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

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
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Duration>> times = new ArrayList<>();
      for (Candidate candidate : few) {
        times.add(threads.submit(() -> handshake.apply(candidate.provider())));
      }
      long deadline = System.nanoTime() + patience.toNanos();
      List<Candidate> measured = new ArrayList<>();
      for (int i = 0; i < few.size(); i++) {
        measured.add(result(few.get(i), times.get(i), deadline));
      }
      return measured;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Candidate result(Candidate candidate, Future<Duration> time, long deadline) {
    try {
      return candidate.reachedIn(
          time.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        return candidate.unreachable(failure.detail());
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      return candidate.unreachable("no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }
}
