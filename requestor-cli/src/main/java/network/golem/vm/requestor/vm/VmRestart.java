package network.golem.vm.requestor.vm;

import java.util.Optional;
import java.util.UUID;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a VM, should it run, and starts it. */
@Command(
    name = "restart",
    description = "Stops a VM and starts it again; one that is stopped is started.",
    footer = {"", "Example:", "  golem vm restart web"})
public final class VmRestart implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Waiting waiting = new Waiting();

  public VmRestart(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    ProviderClient provider = session.provider(vm.provider());
    Change change = Change.whileStopped(session, vm, waiting.timeout());
    if (provider.get(id).state() != VmState.STOPPED) {
      String stop = UUID.randomUUID().toString();
      change.expect(VmState.STOPPED, change.carryOut("stopping", () -> provider.stop(id, stop)));
    }
    String start = UUID.randomUUID().toString();
    Optional<RentedVm> end = change.carryOut("starting", () -> provider.start(id, start));
    change.report(change.expect(VmState.RUNNING, end));
  }
}
