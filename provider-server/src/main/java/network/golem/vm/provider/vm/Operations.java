package network.golem.vm.provider.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.VmBackend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Does what was recorded: each operation on a virtual thread, one at a time per VM. Cut off at any
 * line, it leaves a record from which {@link Reconciler} finishes or clears away what was begun.
 * Thread-safe.
 */
@Component
class Operations {

  private static final Logger log = LoggerFactory.getLogger(Operations.class);
  private static final Duration SSH_DEADLINE = Duration.ofMinutes(3);

  /** The reconciler asks again each minute. */
  private static final Duration FIND_DEADLINE = Duration.ofSeconds(30);

  /** A restart takes seconds, a reboot of the host a minute or two. */
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private static final Duration SHUTDOWN_DEADLINE = Duration.ofSeconds(5);

  private final VmRecords records;
  private final VmBackend backend;
  private final Doors doors;
  private final ConcurrentMap<VmId, Thread> underWay = new ConcurrentHashMap<>();
  private volatile boolean open = true;

  Operations(VmRecords records, VmBackend backend, Doors doors) {
    this.records = records;
    this.backend = backend;
    this.doors = doors;
  }

  /** Refuses new work once the provider shuts down. */
  void checkOpen() {
    if (!open) {
      throw new ProblemException(
          Problem.of(
                  ProblemCode.PROVIDER_STOPPING,
                  "the provider is shutting down",
                  "Try again in a minute, or choose another provider.")
              .with(Problem.RETRY_AFTER, RETRY_AFTER.toSeconds()));
    }
  }

  boolean isUnderWay(VmId id) {
    return underWay.containsKey(id);
  }

  boolean areNone() {
    return underWay.isEmpty();
  }

  void create(VmId id, LaunchRequest request) {
    submit(
        id,
        () -> {
          try {
            launch(id, request);
            answer(id);
            forgetSecrets(id);
          } catch (BackendException | IOException e) {
            clearAway(id, reason(e));
          }
        });
  }

  /**
   * A launch that took too long may have come to its end all the same: what the backend says then
   * decides.
   */
  private void launch(VmId id, LaunchRequest request)
      throws BackendException, InterruptedException {
    try {
      backend.launch(request, progressOf(id));
    } catch (BackendException.TimedOut e) {
      Optional<Instance> instance = backend.inspect(request.instance());
      if (instance.isEmpty() || instance.get().state() != Instance.State.RUNNING) {
        throw e;
      }
    }
  }

  /** It stopped without anybody's wish. */
  void startAgain(VmId id, String why) {
    records.change(id, (vm, now) -> vm.stopped(why, now));
    records.change(id, Vm::starting);
    start(id);
  }

  void start(VmId id) {
    submit(
        id,
        () -> {
          try {
            backend.start(records.get(id).instance(), progressOf(id));
            answer(id);
          } catch (BackendException | IOException e) {
            String why = "could not be started: " + reason(e);
            log.warn("VM {} {}", id, why);
            settle(id, why);
          }
        });
  }

  void stop(VmId id) {
    submit(
        id,
        () -> {
          doors.close(records.get(id));
          try {
            backend.stop(records.get(id).instance());
            records.change(id, (vm, now) -> vm.stopped(null, now));
          } catch (BackendException e) {
            log.warn("VM {} could not be stopped: {}", id, e.getMessage());
            settle(id, "could not be stopped: " + reason(e));
          }
        });
  }

  void resize(VmId id) {
    submit(
        id,
        () -> {
          Vm vm = records.get(id);
          try {
            backend.resize(vm.instance(), vm.target());
            records.change(id, Vm::resized);
          } catch (BackendException.Failed e) {
            String why = "could not be given another size: " + reason(e);
            log.warn("VM {} {}", id, why);
            records.change(id, (unchanged, now) -> unchanged.notResized(why, now));
          } catch (BackendException e) {
            tryAgainLater(id, "could not be given another size yet: " + reason(e));
          }
        });
  }

  /** Whatever is under way for the VM is given up first. */
  Vm destroy(VmId id) {
    Vm vm = records.change(id, Vm::destroying);
    Thread before = underWay.get(id);
    if (before != null) {
      before.interrupt();
    }
    submit(
        id,
        () -> {
          doors.close(vm);
          try {
            backend.destroy(vm.instance());
            records.change(id, Vm::gone);
          } catch (BackendException e) {
            tryAgainLater(id, "could not be destroyed yet: " + reason(e));
          }
        });
    return vm;
  }

  /**
   * After a restart: the guest may be up already, or come up; if it does not, nothing of it is
   * kept.
   */
  void finishCreating(VmId id) {
    submit(
        id,
        () -> {
          try {
            answer(id);
            forgetSecrets(id);
          } catch (BackendException | IOException e) {
            clearAway(id, reason(e));
          }
        });
  }

  void abandonCreating(VmId id, String why) {
    submit(id, () -> clearAway(id, why));
  }

  /**
   * A VM that was lost sight of, or had stopped, runs by what the backend says: it is running again
   * once its own SSH server answers; until then it stays what it is.
   */
  void find(VmId id) {
    submit(
        id,
        () -> {
          Vm vm = records.get(id);
          try {
            doors.open(vm);
            doors.awaitAnswer(vm, FIND_DEADLINE);
            records.change(id, Vm::running);
          } catch (BackendException | IOException e) {
            log.info("VM {} runs but is not found yet: {}", id, e.getMessage());
          }
        });
  }

  /** Opens the VM's door and waits until its own SSH server answers through it. */
  private void answer(VmId id) throws BackendException, IOException, InterruptedException {
    records.enter(id, Phase.SSH);
    Vm vm = records.get(id);
    doors.open(vm);
    doors.awaitAnswer(vm, SSH_DEADLINE);
    records.change(id, Vm::running);
  }

  /** The guest has them; that the host could not forget them is no reason to take it away. */
  private void forgetSecrets(VmId id) throws InterruptedException {
    try {
      backend.forgetSecrets(records.get(id).instance());
    } catch (BackendException e) {
      log.warn("VM {}: its host key is still on this host: {}", id, e.getMessage());
    }
  }

  private void clearAway(VmId id, String why) throws InterruptedException {
    Vm vm = records.get(id);
    log.warn("VM {} could not be made: {}", id, why);
    doors.close(vm);
    try {
      backend.destroy(vm.instance());
      records.change(id, (failed, now) -> failed.failed(why, now));
    } catch (BackendException e) {
      tryAgainLater(id, why + "; clearing it away failed too: " + reason(e));
    }
  }

  /**
   * The record stays as it is, so that what was wanted is not forgotten: the reconciler takes it up
   * again.
   */
  private void tryAgainLater(VmId id, String why) {
    log.warn("VM {} {}", id, why);
    records.note(id, why);
  }

  /** After a failed start or stop: the record follows what the backend says. */
  private void settle(VmId id, String why) throws InterruptedException {
    Vm vm = records.get(id);
    try {
      Optional<Instance> instance = backend.inspect(vm.instance());
      if (instance.isPresent() && instance.get().state() == Instance.State.STOPPED) {
        doors.close(vm);
        records.change(id, (stopped, now) -> stopped.stopped(why, now));
        return;
      }
    } catch (BackendException e) {
      log.debug("VM {}: state not known", id, e);
    }
    records.change(id, (unclear, now) -> unclear.unknown(why, now));
  }

  /** What an operation does once the one before it has ended. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private void submit(VmId id, Work work) {
    underWay.compute(
        id,
        (_, before) -> {
          Thread thread =
              Thread.ofVirtual().name("operation " + id).unstarted(() -> run(id, before, work));
          thread.start();
          return thread;
        });
  }

  private void run(VmId id, @Nullable Thread before, Work work) {
    try {
      if (before != null) {
        before.join();
      }
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread()
          .interrupt(); // destroyed or shutting down: the record says what to do next
    } catch (ProblemException e) {
      log.info("VM {}: {}", id, e.getMessage()); // another operation has taken over
    } catch (RuntimeException e) {
      log.error("operation of VM {} failed", id, e);
    } finally {
      underWay.remove(id, Thread.currentThread());
    }
  }

  private Progress progressOf(VmId id) {
    return new Progress() {
      @Override
      public void phase(Phase phase) {
        records.enter(id, phase);
      }

      @Override
      public void detail(String text) {
        records.note(id, text);
      }
    };
  }

  private static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** New work is refused from now on. */
  void refuse() {
    open = false;
  }

  /** Leaves VMs as they are; what was under way is taken up at the next start. */
  void park() throws InterruptedException {
    open = false;
    List<Thread> threads = new ArrayList<>(underWay.values());
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(SHUTDOWN_DEADLINE);
    }
  }

  /**
   * Stops all that run, to run again with the provider: by their records they go on running.
   * Returns when all have stopped, or failed to in the backend's own time.
   */
  void stopAllForNow() throws InterruptedException {
    List<Vm> running = records.all().stream().filter(vm -> vm.state() == VmState.RUNNING).toList();
    log.info("stopping {} VMs along with the provider", running.size());
    running.forEach(vm -> submit(vm.id(), () -> stopForNow(vm)));
    for (Thread thread : List.copyOf(underWay.values())) {
      thread.join();
    }
  }

  private void stopForNow(Vm vm) throws InterruptedException {
    records.note(vm.id(), "the provider is shut down, and its VMs with it");
    doors.close(vm);
    try {
      backend.stop(vm.instance());
    } catch (BackendException e) {
      log.warn("VM {} could not be stopped: {}", vm.id(), e.getMessage());
    }
  }
}
