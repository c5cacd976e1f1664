package network.golem.vm.requestor.vm;

import java.util.List;
import java.util.concurrent.Callable;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.ShellWord;
import network.golem.vm.requestor.ssh.SshClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one command in a VM. */
@Command(
    name = "exec",
    description = {
      "Runs a command in a VM, with its arguments as they are given here: no shell reads them.",
      "The exit status is the command's, or 255 when SSH failed."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm exec demo -- uptime",
      "  golem vm exec -t demo -- top",
      "  golem vm exec demo -- sh -c 'cd /srv && ls -l | wc -l'"
    })
public final class VmExec implements Callable<Integer> {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final SshOption ssh = new SshOption();

  @Option(
      names = {"-t", "--tty"},
      description = "Give the command a terminal.")
  boolean tty;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "After --.")
  List<String> command = List.of();

  public VmExec(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    VmRecord vm = argument.record(session);
    SshClient client = ssh.client(session);
    List<String> words =
        command.getFirst().equals("--") ? command.subList(1, command.size()) : command;
    List<String> quoted = words.stream().map(ShellWord::quoted).toList();
    return Entrance.through(session, vm, () -> client.run(Entrance.of(session, vm), quoted, tty));
  }
}
