package network.golem.vm.requestor.vm;

import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes what the user calls a VM. */
@Command(
    name = "rename-local",
    description = {
      "Changes what you call a VM here. Its provider and its host name keep the name that it was"
          + " made with."
    },
    footer = {"", "Example:", "  golem vm rename-local web old-web"})
public final class VmRenameLocal implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      converter = Ranges.Name.class,
      description = "Its new name: 3 to 40 of a-z, 0-9 and single hyphens.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  VmName name;

  public VmRenameLocal(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmArgument.known(vm); // until then the name alone tells what the provider made
    VmRecord renamed = vm.named(name);
    // First the new one: cut off in between, the VM has two names, but never none.
    if (!session.records().add(renamed)) {
      throw new Failure(
          ExitCode.REFUSED, "you have a VM " + name + " already", "choose another name");
    }
    session.records().remove(vm.name());
    if (session.json()) {
      session.printDocument(VmView.recorded(renamed));
    } else {
      session.terminal().print(vm.name() + " is now called " + name);
    }
  }
}
