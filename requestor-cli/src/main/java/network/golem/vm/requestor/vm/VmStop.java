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

/** Stops a running VM. */
@Command(
    name = "stop",
    description = "Stops a VM; it keeps its disk, port and host key.",
    footer = {"", "Example:", "  golem vm stop web"})
public final class VmStop implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Waiting waiting = new Waiting();

  public VmStop(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    String key = UUID.randomUUID().toString();
    Change change = new Change(session, vm, waiting.timeout());
    Optional<RentedVm> end =
        change.carryOut("stopping", () -> session.provider(vm.provider()).stop(id, key));
    change.report(change.expect(VmState.STOPPED, end));
  }
}
