package network.golem.vm.provider.vm;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All VMs on this host, for its owner's eyes: whosever they are, and those without a record. */
@Component
public class Inventory {

  private final VmRecords records;
  private final Journal journal;
  private final OperationQueue queue;
  private final Operations operations;
  private final VmBackend backend;
  private final InstanceNames names;

  Inventory(
      VmRecords records,
      Journal journal,
      OperationQueue queue,
      Operations operations,
      VmBackend backend,
      InstanceNames names) {
    this.records = records;
    this.journal = journal;
    this.queue = queue;
    this.operations = operations;
    this.backend = backend;
    this.names = names;
  }

  /**
   * A VM with a record.
   *
   * @param id the provider's id for it
   * @param name the renter's name for it
   * @param requestor the renter's node id
   * @param instance its name at the backend
   * @param state what it is doing
   * @param resources what it takes of the offer
   * @param port its access port
   * @param message why it is in this state, where there is something to say
   * @param updatedAt when its state last changed
   */
  public record KnownVm(
      VmId id,
      String name,
      NodeId requestor,
      String instance,
      VmState state,
      Resources resources,
      int port,
      @Nullable String message,
      Instant updatedAt) {}

  /** All with a record, the oldest change first; those that are gone are left out. */
  public List<KnownVm> known() {
    return records.all().stream()
        .map(Vm::describedToOwner)
        .sorted(Comparator.comparing(KnownVm::updatedAt))
        .toList();
  }

  /** Instances with this provider's prefix that no VM has: they hold no resources in the books. */
  public List<String> orphans() throws InterruptedException {
    Set<String> had =
        records.all().stream()
            .filter(Inventory::hasInstance)
            .map(Vm::instance)
            .collect(Collectors.toSet());
    try {
      return backend.list(names.prefix()).stream()
          .map(Instance::name)
          .filter(name -> !had.contains(name))
          .sorted()
          .toList();
    } catch (BackendException e) {
      throw unavailable(e);
    }
  }

  /** Everything that happened to a VM, also to one that is gone. */
  public List<VmEvent> history(VmId id) {
    List<VmEvent> events = journal.since(id, 0);
    if (events.isEmpty()) {
      throw new ProblemException(ProblemCode.VM_NOT_FOUND, "there never was a VM " + id);
    }
    return events;
  }

  /**
   * Gives an orphan back to its renter, under its old name and with its resources, where those are
   * free. What it is known by is its record, which outlives the VM.
   */
  public KnownVm adopt(String instance) throws InterruptedException {
    checkOrphan(instance);
    return records.adopt(names.idOf(instance)).describedToOwner();
  }

  /**
   * Destroys an orphan and all its data, or with {@code force} a renter's VM.
   *
   * @param instance its name at the backend, or the VM's id
   */
  public void remove(String instance, boolean force) throws InterruptedException {
    var vm =
        records.all().stream()
            .filter(Inventory::hasInstance)
            .filter(one -> one.instance().equals(instance) || one.id().value().equals(instance))
            .findFirst();
    if (vm.isEmpty()) {
      checkOrphan(instance);
      try {
        backend.destroy(instance);
      } catch (BackendException e) {
        throw unavailable(e);
      }
    } else if (force) {
      queue.checkOpen();
      operations.destroy(vm.get().id());
    } else {
      throw new ProblemException(
          ProblemCode.VM_STATE_CONFLICT,
          instance + " is a renter's VM, " + vm.get().name(),
          "Add --force to destroy it all the same; its data is lost.");
    }
  }

  private void checkOrphan(String instance) throws InterruptedException {
    if (!orphans().contains(instance)) {
      throw new ProblemException(
          ProblemCode.VM_NOT_FOUND,
          "there is no instance " + instance + " without a record",
          "See golem-provider vms list.");
    }
  }

  private static boolean hasInstance(Vm vm) {
    return vm.state() != VmState.FAILED && vm.state() != VmState.GONE;
  }

  private static ProblemException unavailable(BackendException failure) {
    return new ProblemException(
        ProblemCode.BACKEND_UNAVAILABLE,
        String.valueOf(failure.getMessage()),
        "Try again once golem-provider status says that the backend is well.");
  }
}
