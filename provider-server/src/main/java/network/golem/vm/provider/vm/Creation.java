package network.golem.vm.provider.vm;

import java.io.IOException;
import java.util.Optional;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.vm.Operation.Kind;
import network.golem.vm.provider.vm.Operation.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes recorded VMs. Cut off at any line, it leaves a record from which {@link Reconciler} has the
 * VM finished or cleared away: what a launch that failed has left is removed before its resources
 * are free. Thread-safe.
 */
@Component
class Creation {

  private static final Logger log = LoggerFactory.getLogger(Creation.class);

  private final OperationQueue queue;
  private final VmRecords records;
  private final VmBackend backend;
  private final Doors doors;
  private final Arrival arrival;

  Creation(
      OperationQueue queue, VmRecords records, VmBackend backend, Doors doors, Arrival arrival) {
    this.queue = queue;
    this.records = records;
    this.backend = backend;
    this.doors = doors;
    this.arrival = arrival;
  }

  void begin(VmId id, LaunchRequest request) {
    queue.submit(
        id,
        Kind.CREATE,
        () -> {
          try {
            launch(id, request);
            return finish(id);
          } catch (BackendException | IOException e) {
            return clearAway(id, Operations.reason(e));
          }
        });
  }

  /**
   * After a restart: the guest may be up already, or come up; if it does not, nothing of it is
   * kept.
   */
  void goOn(VmId id) {
    queue.submit(
        id,
        Kind.CREATE,
        () -> {
          try {
            return finish(id);
          } catch (BackendException | IOException e) {
            return clearAway(id, Operations.reason(e));
          }
        });
  }

  void abandon(VmId id, String why) {
    queue.submit(id, Kind.CREATE, () -> clearAway(id, why));
  }

  /**
   * A launch that took too long may have come to its end all the same: what the backend says then
   * decides.
   */
  private void launch(VmId id, LaunchRequest request)
      throws BackendException, InterruptedException {
    try {
      backend.launch(request, new RecordedProgress(records, id));
    } catch (BackendException.TimedOut e) {
      Optional<Instance> instance = backend.inspect(request.instance());
      if (instance.isEmpty() || instance.get().state() != Instance.State.RUNNING) {
        throw e;
      }
    }
  }

  private Outcome finish(VmId id) throws BackendException, IOException, InterruptedException {
    arrival.await(id);
    try {
      backend.forgetSecrets(records.get(id).instance());
    } catch (BackendException e) {
      // The guest has them; that the host could not forget them is no reason to take it away.
      log.warn("VM {}: its host key is still on this host: {}", id, e.getMessage());
    }
    return Outcome.DONE;
  }

  private Outcome clearAway(VmId id, String why) throws InterruptedException {
    Vm vm = records.get(id);
    log.warn("VM {} could not be made: {}", id, why);
    doors.close(vm);
    try {
      backend.destroy(vm.instance());
      records.change(id, (failed, now) -> failed.failed(why, now));
      return Outcome.FAILED;
    } catch (BackendException e) {
      // The record stays as it is: the reconciler takes it up again.
      String both = why + "; clearing it away failed too: " + Operations.reason(e);
      log.warn("VM {} {}", id, both);
      records.note(id, both);
      return Outcome.POSTPONED;
    }
  }
}
