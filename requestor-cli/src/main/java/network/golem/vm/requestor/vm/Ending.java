package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.Optional;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;

/**
 * Destroys a VM at its provider and forgets it here. The record goes only when the provider has
 * said that the VM is gone, or the user insists.
 *
 * @param force forget it even where the provider cannot be asked
 */
record Ending(Session session, Duration timeout, boolean force) {

  /**
   * What has become of a VM.
   *
   * @param gone false when it is only forgotten, and something may remain at the provider
   */
  record End(VmRecord vm, boolean gone) {

    /** For people. */
    String sentence() {
      return vm.name() + " is " + (gone ? "gone" : "forgotten");
    }

    /** For programs. */
    VmView view() {
      return gone ? VmView.gone(vm) : VmView.unreachable(vm);
    }
  }

  /** Destroys it. */
  End end(VmRecord vm) {
    try {
      idAtProvider(vm).ifPresent(id -> destroy(vm, id));
    } catch (Failure e) {
      if (!force) {
        throw e;
      }
      session.terminal().warn(e.detail());
      return forget(vm);
    }
    session.records().remove(vm.name());
    return new End(vm, true);
  }

  /** Removes the record without asking anyone, and says what may remain. */
  End forget(VmRecord vm) {
    Known known = vm.known();
    session.records().remove(vm.name());
    session
        .terminal()
        .warn(
            "VM "
                + vm.name()
                + (known == null ? "" : " (" + known.id() + ")")
                + " may go on running at "
                + vm.provider().label()
                + ", "
                + vm.provider().address()
                + "; should that come back: golem vm list --adopt");
    return new End(vm, false);
  }

  /** The request may have been heard though its answer never came: the name tells. */
  private Optional<VmId> idAtProvider(VmRecord vm) {
    Known known = vm.known();
    return known != null
        ? Optional.of(known.id())
        : session.provider(vm.provider()).list().stream()
            .filter(there -> there.name().equals(vm.name()))
            .map(RentedVm::id)
            .findFirst();
  }

  private void destroy(VmRecord vm, VmId id) {
    Change change = new Change(session, vm, timeout);
    try {
      Optional<RentedVm> end =
          change.carryOut("destroying", () -> session.provider(vm.provider()).destroy(id));
      if (end.isPresent()) {
        change.expect(VmState.GONE, end);
      }
    } catch (RefusedRequest e) {
      if (!e.isNotFound()) {
        throw e;
      }
      session.terminal().say("The provider knows VM " + vm.name() + " no more.");
    }
  }
}
