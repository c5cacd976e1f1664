package network.golem.vm.requestor.vm;

import java.util.Optional;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the rental of a VM. */
@Command(
    name = "destroy",
    aliases = {"delete", "rm"},
    description = {
      "Destroys a VM with all that is on it.",
      "Where nobody can be asked, --yes or --force must say that it is meant.",
      "With --yes or --force it is no failure when there is no such VM any more."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm destroy web",
      "  golem vm destroy web --yes",
      "  golem vm destroy web --force    # its provider is gone for good"
    })
public final class VmDestroy implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Waiting waiting = new Waiting();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(
      names = "--force",
      description = "Do not ask; forget it even when its provider cannot destroy it.")
  boolean force;

  @Option(
      names = "--forget",
      description = "Only remove the record here, without asking the provider.")
  boolean forget;

  public VmDestroy(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Optional<VmRecord> found = argument.find(session);
    if (found.isEmpty() && (yes || force)) {
      session.terminal().say("There is no such VM; nothing is left to destroy.");
      return;
    }
    VmRecord vm = found.orElseGet(() -> argument.record(session));
    confirm(vm);
    Ending ending = new Ending(session, waiting.timeout(), force);
    Ending.End end = forget ? ending.forget(vm) : ending.end(vm);
    if (session.json()) {
      session.printDocument(end.view());
    } else {
      session.terminal().print(end.sentence());
    }
  }

  private void confirm(VmRecord vm) {
    String question =
        forget
            ? "Forget VM " + vm.name() + " without asking its provider?"
            : "Destroy VM " + vm.name() + " and all that is on it?";
    if (!yes && !force && !session.terminal().questions().confirm(question)) {
      throw new Failure(ExitCode.FAILED, "not destroyed", null);
    }
  }
}
