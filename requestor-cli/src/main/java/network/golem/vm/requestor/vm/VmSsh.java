package network.golem.vm.requestor.vm;

import java.util.List;
import java.util.concurrent.Callable;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.SshClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Logs in to a VM. */
@Command(
    name = "ssh",
    description = {
      "Logs in to a VM, or runs a command in it, with the system's OpenSSH; with one that is built in"
          + " where there is none.",
      "The exit status is that of the shell or command, or 255 when SSH failed."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm ssh demo",
      "  golem vm ssh demo -- -A -L 8080:127.0.0.1:80",
      "  golem vm ssh demo -- 'cd /srv && ls'"
    })
public final class VmSsh implements Callable<Integer> {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final SshOption ssh = new SshOption();

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "Options for ssh, and the command to run; after -- nothing is taken for golem.")
  List<String> arguments = List.of();

  public VmSsh(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    VmRecord vm = argument.record(session);
    SshClient client = ssh.client(session);
    return Entrance.through(session, vm, () -> client.login(Entrance.of(session, vm), forSsh()));
  }

  /** The first {@code --} only says where golem's own arguments end. */
  private List<String> forSsh() {
    return !arguments.isEmpty() && arguments.getFirst().equals("--")
        ? arguments.subList(1, arguments.size())
        : arguments;
  }
}
