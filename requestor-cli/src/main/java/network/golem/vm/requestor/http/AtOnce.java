package network.golem.vm.requestor.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/**
 * Several peers that are asked the same, all at once.
 *
 * @param peers in the order in which they are told of
 * @param name what a peer is called in the sentence that it does not answer
 * @param patience for the slowest of them
 */
public record AtOnce<P>(Collection<P> peers, Function<P, String> name, Duration patience) {

  private static final int FEW = 16;

  /**
   * Asks them, and tells on the caller's thread what came of it. A peer that is given up keeps its
   * connection until the question's own time-outs.
   *
   * @param question may be asked by several threads; throws {@link Failure} when it is in vain
   */
  public <A> void ask(
      Function<P, A> question, BiConsumer<P, A> answered, BiConsumer<P, Failure> failed) {
    var threads = Executors.newThreadPerTaskExecutor(threads());
    try {
      List<Future<A>> answers = new ArrayList<>();
      peers.forEach(peer -> answers.add(threads.submit(() -> question.apply(peer))));
      long deadline = System.nanoTime() + patience.toNanos();
      Iterator<Future<A>> answer = answers.iterator();
      for (P peer : peers) {
        A found;
        try {
          found = collect(peer, answer.next(), deadline);
        } catch (Failure e) {
          failed.accept(peer, e);
          continue;
        }
        answered.accept(peer, found);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Virtual threads wait for sockets in a thread that never comes back from the kernel, and a Java
   * that ends gives such a thread 0.3 s to do so. Only for many peers are they worth that.
   */
  private ThreadFactory threads() {
    return peers.size() > FEW
        ? Thread.ofVirtual().factory()
        : Thread.ofPlatform().daemon().factory();
  }

  private <A> A collect(P peer, Future<A> answer, long deadline) throws InterruptedException {
    try {
      return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new Failure(ExitCode.TIMED_OUT, name.apply(peer) + " does not answer in time", null, e);
    }
  }
}
