package network.golem.vm.requestor.vm;

import java.util.Optional;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the rental of a VM. The record goes only when the provider has said that the VM is gone. */
@Command(name = "destroy", description = "Destroys a VM with all that is on it.")
public final class VmDestroy implements Runnable {

  private final Session session;

  @Mixin private final VmArgument argument = new VmArgument();
  @Mixin private final Waiting waiting = new Waiting();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--forget",
      description = "Only remove the record here, for a provider that is gone for good.")
  private boolean forget;

  public VmDestroy(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    confirm(vm);
    if (!forget) {
      idAtProvider(vm).ifPresent(id -> destroy(vm, id));
    }
    session.records().remove(vm.name());
    report(vm);
  }

  private void confirm(VmRecord vm) {
    String question =
        forget
            ? "Forget VM " + vm.name() + " without asking its provider?"
            : "Destroy VM " + vm.name() + " and all that is on it?";
    if (!yes && !session.terminal().confirm(question)) {
      throw new Failure(ExitCode.FAILED, "not destroyed", null);
    }
  }

  /** The request may have been heard though its answer never came: the name tells. */
  private Optional<VmId> idAtProvider(VmRecord vm) {
    VmRecord.Known known = vm.known();
    return known != null
        ? Optional.of(known.id())
        : session.provider(vm.provider()).list().stream()
            .filter(there -> there.name().equals(vm.name()))
            .map(RentedVm::id)
            .findFirst();
  }

  private void destroy(VmRecord vm, VmId id) {
    Change change = new Change(session, vm, waiting.timeout());
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

  private void report(VmRecord vm) {
    if (session.json()) {
      VmView.gone(vm).printJson(session.terminal());
    } else {
      session.terminal().print(vm.name() + " is " + (forget ? "forgotten" : "gone"));
    }
  }
}
