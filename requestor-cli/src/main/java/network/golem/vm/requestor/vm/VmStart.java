package network.golem.vm.requestor.vm;

import java.util.Optional;
import java.util.UUID;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a stopped VM. */
@Command(
    name = "start",
    description = "Starts a stopped VM and waits until it can be logged in to.",
    footer = {"", "Examples:", "  golem vm start web", "  golem vm start web --timeout 10m"})
public final class VmStart implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Waiting waiting = new Waiting();

  public VmStart(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    String key = UUID.randomUUID().toString();
    Change change = new Change(session, vm, waiting.timeout());
    Optional<RentedVm> end =
        change.carryOut("starting", () -> session.provider(vm.provider()).start(id, key));
    change.report(change.expect(VmState.RUNNING, end));
  }
}
