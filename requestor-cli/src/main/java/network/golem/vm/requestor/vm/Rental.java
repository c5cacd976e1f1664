package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.Optional;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;

/** Asks for a VM that is already on record, and waits until it runs. */
final class Rental {

  private final Session session;
  private final VmRecord vm;
  private final boolean first;
  private final Change change;

  /**
   * @param first true when the provider cannot have heard of it before
   */
  Rental(Session session, VmRecord vm, boolean first, Duration timeout) {
    this.session = session;
    this.vm = vm;
    this.first = first;
    this.change = new Change(session, vm, timeout);
  }

  void carryOut() {
    Optional<RentedVm> end = change.carryOut("asking for", this::ask);
    RentedVm running = change.expect(VmState.RUNNING, end);
    Terminal terminal = session.terminal();
    VmView view = VmView.live(vm, running);
    if (session.json()) {
      view.printJson(terminal);
      return;
    }
    Table table = new Table("NAME", "ID", "STATE", "PROVIDER", "LOGIN");
    table.add(
        view.name(), view.id(), view.state(), vm.provider().name(), "golem vm ssh " + view.name());
    table.printTo(terminal);
  }

  /** A record of what certainly was not made is not kept. */
  private RentedVm ask() {
    try {
      return session.provider(vm.provider()).create(vm.request(), vm.idempotencyKey());
    } catch (NetworkFailure e) {
      if (first && !e.requestSent()) {
        session.records().remove(vm.name());
      }
      throw e;
    } catch (RefusedRequest e) {
      if (first && e.isDecided()) {
        session.records().remove(vm.name());
      }
      throw e;
    }
  }
}
