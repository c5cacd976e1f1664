package network.golem.vm.requestor.vm;

import java.util.UUID;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives a stopped VM another size. */
@Command(
    name = "resize",
    description = {
      "Gives a stopped VM another size. What is not named stays. Storage only grows.",
    },
    footer = {
      "",
      "Examples:",
      "  golem vm resize web --size large --restart",
      "  golem vm resize web --memory 8"
    })
public final class VmResize implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Sizing sizing = new Sizing();
  @Mixin final Waiting waiting = new Waiting();

  @Option(
      names = "--restart",
      description = "Stop it first should it run, and start it afterwards.")
  boolean restart;

  public VmResize(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    ProviderClient provider = session.provider(vm.provider());
    RentedVm before = provider.get(id);
    Resources wanted = sizing.or(before.resources());
    if (wanted.equals(before.resources())) {
      throw new Failure(
          ExitCode.USAGE,
          "VM " + vm.name() + " has that size already: " + wanted,
          "say what to change: --size, --cpu, --memory or --storage");
    }
    if (before.state() != VmState.RUNNING) {
      Change change = new Change(session, vm, waiting.timeout());
      change.report(resized(change, provider, id, wanted));
    } else if (restart) {
      Change change = Change.whileStopped(session, vm, waiting.timeout());
      change.report(restarted(change, provider, id, wanted));
    } else {
      throw new Failure(
          ExitCode.REFUSED,
          "VM " + vm.name() + " is running",
          "stop it first: golem vm stop " + vm.name() + "; or let --restart do that");
    }
  }

  private RentedVm restarted(Change change, ProviderClient provider, VmId id, Resources wanted) {
    String key = UUID.randomUUID().toString();
    change.expect(VmState.STOPPED, change.carryOut("stopping", () -> provider.stop(id, key)));
    try {
      resized(change, provider, id, wanted);
    } catch (Failure e) {
      startAgain(change, provider, id, e);
      throw e;
    }
    return started(change, provider, id);
  }

  /** It ran, and was stopped for a size that it does not get. */
  private void startAgain(Change change, ProviderClient provider, VmId id, Failure why) {
    session.terminal().warn("it is started again, whatever its size is now");
    try {
      started(change, provider, id);
    } catch (Failure e) {
      session.terminal().warn(e.detail());
      why.addSuppressed(e);
    }
  }

  private static RentedVm resized(
      Change change, ProviderClient provider, VmId id, Resources wanted) {
    String key = UUID.randomUUID().toString();
    RentedVm now =
        change.expect(
            VmState.STOPPED,
            change.carryOut("resizing", () -> provider.resize(id, new ResizeVm(wanted), key)));
    if (!now.resources().equals(wanted)) {
      throw new Failure(
          ExitCode.FAILED,
          now.message() == null ? "VM " + now.name() + " was not resized" : now.message(),
          "see how it stands: golem vm info " + now.name());
    }
    return now;
  }

  private static RentedVm started(Change change, ProviderClient provider, VmId id) {
    String key = UUID.randomUUID().toString();
    return change.expect(
        VmState.RUNNING, change.carryOut("starting", () -> provider.start(id, key)));
  }
}
