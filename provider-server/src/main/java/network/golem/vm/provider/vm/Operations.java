package network.golem.vm.provider.vm;

import static network.golem.vm.provider.vm.Operation.Outcome.DONE;
import static network.golem.vm.provider.vm.Operation.Outcome.FAILED;
import static network.golem.vm.provider.vm.Operation.Outcome.POSTPONED;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.vm.Operation.Kind;
import network.golem.vm.provider.vm.Operation.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Does what was recorded of VMs that are there. Cut off at any line, it leaves a record from which
 * {@link Reconciler} finishes what was begun. Thread-safe.
 */
@Component
class Operations {

  private static final Logger log = LoggerFactory.getLogger(Operations.class);

  private final OperationQueue queue;
  private final VmRecords records;
  private final VmBackend backend;
  private final Doors doors;
  private final Arrival arrival;

  Operations(
      OperationQueue queue, VmRecords records, VmBackend backend, Doors doors, Arrival arrival) {
    this.queue = queue;
    this.records = records;
    this.backend = backend;
    this.doors = doors;
    this.arrival = arrival;
  }

  /** It stopped without anybody's wish. */
  void startAgain(VmId id, String why) {
    records.startAgain(id, why);
    start(id);
  }

  void start(VmId id) {
    queue.submit(
        id,
        Kind.START,
        () -> {
          try {
            backend.start(records.get(id).instance(), new RecordedProgress(records, id));
            arrival.await(id);
            return DONE;
          } catch (BackendException | IOException e) {
            return settle(id, "could not be started: " + reason(e));
          }
        });
  }

  void stop(VmId id) {
    queue.submit(
        id,
        Kind.STOP,
        () -> {
          doors.close(records.get(id));
          try {
            backend.stop(records.get(id).instance());
            records.change(id, (vm, now) -> vm.stopped(null, now));
            return DONE;
          } catch (BackendException e) {
            return settle(id, "could not be stopped: " + reason(e));
          }
        });
  }

  void resize(VmId id) {
    queue.submit(
        id,
        Kind.RESIZE,
        () -> {
          Vm vm = records.get(id);
          try {
            backend.resize(vm.instance(), vm.target());
            records.change(id, Vm::resized);
            return DONE;
          } catch (BackendException.Failed e) {
            String why = "could not be given another size: " + reason(e);
            log.warn("VM {} {}", id, why);
            records.change(id, (unchanged, now) -> unchanged.notResized(why, now));
            return FAILED;
          } catch (BackendException e) {
            return postpone(id, "could not be given another size yet: " + reason(e));
          }
        });
  }

  /** Whatever is under way for the VM is given up first. */
  Vm destroy(VmId id) {
    Vm vm = records.change(id, Vm::destroying);
    queue.submitInstead(
        id,
        Kind.DESTROY,
        () -> {
          doors.close(vm);
          try {
            backend.destroy(vm.instance());
            records.change(id, Vm::gone);
            return DONE;
          } catch (BackendException e) {
            return postpone(id, "could not be destroyed yet: " + reason(e));
          }
        });
    return vm;
  }

  /**
   * A VM that was lost sight of, or had stopped, runs by what the backend says: it is running again
   * once its own SSH server answers; until then it stays what it is.
   */
  void find(VmId id) {
    queue.submit(
        id,
        Kind.FIND,
        () -> {
          try {
            arrival.find(id);
            return DONE;
          } catch (BackendException | IOException e) {
            log.info("VM {} runs but is not found yet: {}", id, e.getMessage());
            return POSTPONED;
          }
        });
  }

  /**
   * Stops all that run, to run again with the provider: by their records they go on running.
   * Returns when all have stopped, or failed to in the backend's own time.
   */
  void stopAllForNow() throws InterruptedException {
    List<Vm> running = records.all().stream().filter(vm -> vm.state() == VmState.RUNNING).toList();
    log.info("stopping {} VMs along with the provider", running.size());
    running.forEach(vm -> queue.submit(vm.id(), Kind.STOP, () -> stopForNow(vm)));
    queue.awaitAll();
  }

  private Outcome stopForNow(Vm vm) throws InterruptedException {
    records.note(vm.id(), "the provider is shut down, and its VMs with it");
    doors.close(vm);
    try {
      backend.stop(vm.instance());
      return DONE;
    } catch (BackendException e) {
      log.warn("VM {} could not be stopped: {}", vm.id(), e.getMessage());
      return FAILED;
    }
  }

  /**
   * The record stays as it is, so that what was wanted is not forgotten: the reconciler takes it up
   * again.
   */
  private Outcome postpone(VmId id, String why) {
    log.warn("VM {} {}", id, why);
    records.note(id, why);
    return POSTPONED;
  }

  /** After a failed start or stop: the record follows what the backend says. */
  private Outcome settle(VmId id, String why) throws InterruptedException {
    log.warn("VM {} {}", id, why);
    Vm vm = records.get(id);
    if (isStopped(vm)) {
      doors.close(vm);
      records.change(id, (stopped, now) -> stopped.stopped(why, now));
    } else {
      records.change(id, (unclear, now) -> unclear.unknown(why, now));
    }
    return FAILED;
  }

  private boolean isStopped(Vm vm) throws InterruptedException {
    try {
      Optional<Instance> instance = backend.inspect(vm.instance());
      return instance.isPresent() && instance.get().state() == Instance.State.STOPPED;
    } catch (BackendException e) {
      log.debug("VM {}: state not known", vm.id(), e);
      return false;
    }
  }

  static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
