package network.golem.vm.requestor.vm;

import java.util.List;
import java.util.concurrent.Callable;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.OpenSsh;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Logs in to a VM with the system's OpenSSH. */
@Command(
    name = "ssh",
    description = {
      "Logs in to a VM, or runs a command in it, with the system's OpenSSH.",
      "The exit status is that of ssh: of the command that was run, or 255."
    })
public final class VmSsh implements Callable<Integer> {

  private final Session session;

  @Mixin private final VmArgument argument = new VmArgument();

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "Options for ssh, and the command to run; after -- nothing is taken for golem.")
  private List<String> arguments = List.of();

  public VmSsh(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    VmRecord vm = argument.record(session);
    OpenSsh ssh = OpenSsh.find("ssh", session.around().environment());
    return ssh.run(ssh.command(Entrance.of(session, vm), forSsh()));
  }

  /** The first {@code --} only says where golem's own arguments end. */
  private List<String> forSsh() {
    return !arguments.isEmpty() && arguments.getFirst().equals("--")
        ? arguments.subList(1, arguments.size())
        : arguments;
  }
}
