package network.golem.vm.discovery.advertisement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The one writer. What arrives while a transaction is written to the disk goes into the next one
 * together: with more load the transactions grow, not the waiting. Thread-safe.
 */
@Component
class GroupCommit implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private static final int LARGEST_GROUP = 512;

  /** More than this cannot be written before those who wait have given up. */
  private static final int LONGEST_QUEUE = 10_000;

  private record Waiting(Change change, CompletableFuture<@Nullable Entry> entry) {}

  private final Store store;
  private final Index index;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);

  /** Put off, since one about the same provider was in the group already; the writer's own. */
  private final Deque<Waiting> next = new ArrayDeque<>();

  private final Thread writer;
  private boolean failing;

  GroupCommit(Store store, Index index) {
    this.store = store;
    this.index = index;
    this.writer = Thread.ofPlatform().daemon().name("writer").start(this::run);
  }

  /**
   * Writes a change and returns what is then known of its provider, if anything: another statement
   * may have had a higher sequence. It is on the disk and in the index.
   *
   * @throws ProblemException when the database does not take it
   */
  @Nullable Entry write(Change change) {
    Waiting waiting = new Waiting(change, new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw unavailable(null);
    }
    try {
      return waiting.entry().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    } catch (ExecutionException e) {
      throw unavailable(null); // the writer has logged why
    }
  }

  private void run() {
    try {
      while (true) {
        commit(group());
      }
    } catch (InterruptedException e) {
      queue.forEach(waiting -> waiting.entry().completeExceptionally(e));
    }
  }

  private List<Waiting> group() throws InterruptedException {
    List<Waiting> group = new ArrayList<>();
    Set<String> providers = new HashSet<>();
    List<Waiting> candidates = new ArrayList<>(next);
    next.clear();
    if (candidates.isEmpty()) {
      candidates.add(queue.take());
    }
    queue.drainTo(candidates, LARGEST_GROUP - 1);
    for (Waiting waiting : candidates) {
      (providers.add(waiting.change().providerId()) ? group : next).add(waiting);
    }
    group.sort(Comparator.comparing(waiting -> waiting.change().providerId()));
    return group;
  }

  private void commit(List<Waiting> group) {
    try {
      Store.Written written = store.write(group.stream().map(Waiting::change).toList());
      index.put(written);
      Map<String, Entry> known = written.entries();
      group.forEach(waiting -> waiting.entry().complete(known.get(waiting.change().providerId())));
      if (failing) {
        log.info("the database takes writes again");
      }
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        log.error("the database does not take writes", e);
      }
      failing = true;
      group.forEach(waiting -> waiting.entry().completeExceptionally(e));
    } catch (RuntimeException | Error e) {
      // A writer that ended would leave everyone waiting.
      log.error("a group of {} was not written", group.size(), e);
      group.forEach(waiting -> waiting.entry().completeExceptionally(e));
    }
  }

  private static ProblemException unavailable(@Nullable Throwable cause) {
    return new ProblemException(
        Problem.of(
                ProblemCode.STORE_UNAVAILABLE,
                "the directory cannot be written to just now",
                "Try again in a few seconds.")
            .with(Problem.RETRY_AFTER, 5),
        cause);
  }

  /** After the web server has let its last request go. */
  @Override
  public void destroy() throws InterruptedException {
    writer.interrupt();
    writer.join(5_000);
  }
}
