package network.golem.vm.requestor.vm;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.Forwarding;
import network.golem.vm.requestor.ssh.SshClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes ports of a VM ports of this machine. */
@Command(
    name = "forward",
    description = "Lets programs here connect to ports of a VM, through SSH, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  golem vm forward demo 8080:80           # http://127.0.0.1:8080 is its port 80",
      "  golem vm forward demo 5432              # the same port here and there",
      "  golem vm forward demo 0.0.0.0:8080:80   # for others in this network, too"
    })
public final class VmForward implements Callable<Integer> {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<address>[0-9]+(?:\\.[0-9]+){3}|\\[[0-9a-fA-F:]+]):)?(?<here>[0-9]{1,5})(?::(?<there>[0-9]{1,5}))?");

  private static final int LAST_PORT = 65_535;

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final SshOption ssh = new SshOption();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ADDRESS:]LOCAL[:REMOTE]",
      description = "A port here (on 127.0.0.1 unless an address is given), and the VM's port.")
  List<String> forwardings = List.of();

  public VmForward(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Forwarding> wanted = forwardings.stream().map(VmForward::forwarding).toList();
    VmRecord vm = argument.record(session);
    SshClient client = ssh.client(session);
    return Entrance.through(
        session,
        vm,
        () -> client.forward(Entrance.of(session, vm), wanted, () -> tell(vm, wanted)));
  }

  private static Forwarding forwarding(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      String address = parts.group("address");
      int here = Integer.parseInt(parts.group("here"));
      int there = parts.group("there") == null ? here : Integer.parseInt(parts.group("there"));
      if (here >= 1 && here <= LAST_PORT && there >= 1 && there <= LAST_PORT) {
        return new Forwarding(address == null ? "127.0.0.1" : address, here, there);
      }
    }
    throw new Failure(
        ExitCode.USAGE,
        "'" + text + "' is no forwarding",
        "write LOCAL:REMOTE, as in 8080:80; ports are 1 to 65535");
  }

  private void tell(VmRecord vm, List<Forwarding> forwardings) {
    for (Forwarding one : forwardings) {
      session
          .terminal()
          .say(
              "%s:%d here is port %d of %s; Ctrl-C ends it"
                  .formatted(one.address(), one.here(), one.there(), vm.name()));
    }
    session.terminal().flush();
  }
}
