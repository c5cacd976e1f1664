package network.golem.vm.provider.vm;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.Phase;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every change of what is remembered of VMs: one method, one transaction, one entry in the history.
 * Thread-safe.
 */
@Component
@Transactional
class VmRecords {

  private final Vms vms;
  private final GrantedRequests granted;
  private final Ledger ledger;
  private final Terms terms;
  private final Journal journal;
  private final Clock clock;
  private final ApplicationEventPublisher publisher;

  VmRecords(
      Vms vms,
      GrantedRequests granted,
      Ledger ledger,
      Terms terms,
      Journal journal,
      Clock clock,
      ApplicationEventPublisher publisher) {
    this.vms = vms;
    this.granted = granted;
    this.ledger = ledger;
    this.terms = terms;
    this.journal = journal;
    this.clock = clock;
    this.publisher = publisher;
  }

  /**
   * The VM that a request is about, and whether the request was granted just now or under the same
   * key before.
   */
  record Granted(Vm vm, boolean anew) {}

  /**
   * Reserves resources, port and name for a new VM and records it as being made: all or nothing.
   * Transactions follow one another (the database has one writer), so no two can count on the same
   * resources.
   *
   * @param grant makes the VM's particulars, given its port
   */
  Granted create(
      NodeId requestor,
      RequestKey key,
      CreateVm wanted,
      String image,
      IntFunction<Vm.Grant> grant) {
    return once(
        requestor,
        key,
        () -> {
          checkNameFree(requestor, wanted.name());
          int port = ledger.admit(requestor, wanted.resources());
          ledger.checkHost(wanted.resources());
          // As exact as it is remembered, so that it reads the same later.
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          Instant end = terms.end(now, wanted.duration());
          return vms.save(new Vm(grant.apply(port), wanted, image, end, now));
        });
  }

  /**
   * Begins an operation that a requestor asked for; nothing to begin where the VM is in the goal's
   * state already.
   */
  Granted begin(NodeId requestor, VmId id, RequestKey key, BiConsumer<Vm, Instant> change) {
    return once(
        requestor,
        key,
        () -> {
          Vm vm = owned(requestor, id);
          change.accept(vm, clock.instant());
          return vm;
        });
  }

  /** Reserves what a stopped VM is to have more, and records that it is being resized. */
  Granted resize(NodeId requestor, VmId id, RequestKey key, Resources wanted) {
    return once(
        requestor,
        key,
        () -> {
          Vm vm = owned(requestor, id);
          ledger.admitGrowth(vm, wanted);
          vm.resizing(wanted, clock.instant());
          return vm;
        });
  }

  private Granted once(NodeId requestor, RequestKey key, Supplier<Vm> request) {
    var before = granted.findById(new GrantedRequest.Key(requestor.value(), key.value()));
    if (before.isPresent()) {
      return new Granted(vms.findById(before.get().vmIdFor(key)).orElseThrow(), false);
    }
    Vm vm = request.get();
    granted.save(new GrantedRequest(requestor, key, vm, clock.instant()));
    return new Granted(recorded(vm), true);
  }

  private void checkNameFree(NodeId requestor, VmName name) {
    if (vms.existsByRequestorAndNameAndStateNot(requestor.value(), name.value(), VmState.GONE)) {
      throw new ProblemException(
          ProblemCode.VM_NAME_TAKEN,
          "you have a VM named " + name + " at this provider already",
          "Choose another name, or destroy it first: golem vm destroy " + name + ".");
    }
  }

  /** Changes a VM's state. */
  Vm change(VmId id, BiConsumer<Vm, Instant> change) {
    Vm vm = vms.findById(id.value()).orElseThrow();
    change.accept(vm, clock.instant());
    return recorded(vm);
  }

  /** It stopped without anybody's wish and is to run again: both are recorded, or neither. */
  void startAgain(VmId id, String why) {
    change(id, (vm, now) -> vm.stopped(why, now));
    change(id, Vm::starting);
  }

  /** Takes a VM back whose record had ended; refuses where its name or resources are taken. */
  Vm adopt(VmId id) {
    Vm vm =
        vms.findById(id.value())
            .orElseThrow(() ->
                new ProblemException(
                    ProblemCode.VM_NOT_FOUND,
                    "nothing is remembered of VM " + id + ", so nobody can have it back",
                    "Remove it: golem-provider vms remove INSTANCE."));
    if (vm.state() == VmState.GONE) {
      checkNameFree(vm.requestor(), new VmName(vm.name()));
    }
    vm.adopted(ledger.admit(vm.requestor(), vm.resources()), clock.instant());
    return recorded(vm);
  }

  /** A phase of the operation under way begins. */
  void enter(VmId id, Phase phase) {
    Vm vm = vms.findById(id.value()).orElseThrow();
    vm.enter(phase);
    recorded(vm);
  }

  /** Something worth telling about the operation under way. */
  void note(VmId id, String text) {
    journal.write(vms.findById(id.value()).orElseThrow(), text);
  }

  /** The caller's own VM; for anybody else's the answer is the same as for none. */
  Vm owned(NodeId requestor, VmId id) {
    return vms.findByIdAndRequestorAndStateNot(id.value(), requestor.value(), VmState.GONE)
        .orElseThrow(() -> new ProblemException(ProblemCode.VM_NOT_FOUND, "there is no VM " + id));
  }

  List<Vm> ownedBy(NodeId requestor) {
    return vms.findByRequestorAndStateNotOrderByCreatedAt(requestor.value(), VmState.GONE);
  }

  List<Vm> all() {
    return vms.findByStateNot(VmState.GONE);
  }

  Vm get(VmId id) {
    return vms.findById(id.value()).orElseThrow();
  }

  private Vm recorded(Vm vm) {
    journal.write(vm, vm.message());
    publisher.publishEvent(new VmChanged(vm.id()));
    return vm;
  }
}
