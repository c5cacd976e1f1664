package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;

/** Asks for a VM that is already on record, and waits until it runs. */
final class Rental {

  /** A refusal by so many in a row is about what was asked, not about them. */
  private static final int MOST_ASKED = 5;

  private final Session session;
  private final Waiting waiting;
  private VmRecord vm;

  Rental(Session session, VmRecord vm, Waiting waiting) {
    this.session = session;
    this.vm = vm;
    this.waiting = waiting;
  }

  /**
   * Whether and how long to wait.
   *
   * @param untilRunning false to go as soon as the provider has said that it makes the VM
   */
  record Waiting(boolean untilRunning, Duration timeout) {}

  /**
   * Asks one provider after the other, until one does not certainly refuse. Where it is unclear
   * what one did, no other is asked: two VMs could come of it.
   *
   * @param providers the first is the one on record
   */
  void carryOut(Wish wish, List<Advertisement> providers) {
    List<Advertisement> asked = providers.subList(0, Math.min(MOST_ASKED, providers.size()));
    for (Advertisement next : asked.subList(1, asked.size())) {
      try {
        report(rent(this::create));
        return;
      } catch (NotMade e) {
        session.terminal().warn(e.failure.detail() + "; asking " + next.name() + " instead");
        vm = wish.moved(vm, next);
        session.records().update(vm);
      }
    }
    try {
      report(rent(this::create));
    } catch (NotMade e) {
      session.records().remove(vm.name());
      throw e.failure;
    }
  }

  /** Takes up what was cut off. The provider may have heard of it, so that its record stays. */
  void goOn() {
    Known known = vm.known();
    ProviderClient provider = session.provider(vm.provider());
    report(
        rent(
            known == null
                ? () -> provider.create(vm.request(), vm.idempotencyKey())
                : () -> provider.get(known.id())));
  }

  private RentedVm rent(Supplier<RentedVm> request) {
    Change change = new Change(session, vm, waiting.timeout(), " Undo it: golem vm destroy ");
    if (!waiting.untilRunning()) {
      return change.ask("asking for", request);
    }
    Optional<RentedVm> end = change.carryOut("asking for", request);
    return change.expect(VmState.RUNNING, end);
  }

  private RentedVm create() {
    try {
      return session.provider(vm.provider()).create(vm.request(), vm.idempotencyKey());
    } catch (NetworkFailure e) {
      throw e.requestSent() ? e : new NotMade(e);
    } catch (RefusedRequest e) {
      throw e.isDecided() ? new NotMade(e) : e;
    }
  }

  private void report(RentedVm now) {
    Terminal terminal = session.terminal();
    VmView view = VmView.live(vm, now, session.clock().instant());
    if (session.json()) {
      session.printDocument(view);
      return;
    }
    Table table = new Table("NAME", "ID", "STATE", "PROVIDER", "LOGIN");
    table.add(
        view.name(), view.id(), view.state(), vm.provider().name(), "golem vm ssh " + view.name());
    table.printTo(terminal);
  }

  /** A provider that certainly made no VM. */
  private static final class NotMade extends RuntimeException {

    private final transient Failure failure;

    NotMade(Failure failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
