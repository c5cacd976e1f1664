package network.golem.vm.requestor.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.OpenSsh;
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
      "  golem vm forward demo 8080:80        http://127.0.0.1:8080 is the VM's port 80",
      "  golem vm forward demo 5432           the same port here and there",
      "  golem vm forward demo 0.0.0.0:8080:80  for others in this network, too"
    })
public final class VmForward implements Callable<Integer> {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<address>[0-9]+(?:\\.[0-9]+){3}|\\[[0-9a-fA-F:]+]):)?(?<here>[0-9]{1,5})(?::(?<there>[0-9]{1,5}))?");

  private static final int LAST_PORT = 65_535;

  private final Session session;

  @Mixin private final VmArgument argument = new VmArgument();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ADDRESS:]LOCAL[:REMOTE]",
      description = "A port here (on 127.0.0.1 unless an address is given), and the VM's port.")
  private List<String> forwardings = List.of();

  public VmForward(Session session) {
    this.session = session;
  }

  private record Forwarding(String address, int here, int there) {

    static Forwarding of(String text) {
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

    String option() {
      return address + ":" + here + ":127.0.0.1:" + there;
    }
  }

  @Override
  public Integer call() {
    List<Forwarding> wanted = forwardings.stream().map(Forwarding::of).toList();
    VmRecord vm = argument.record(session);
    OpenSsh ssh = OpenSsh.find("ssh", session.around().environment());
    List<String> options = new ArrayList<>(List.of("-N", "-o", "ExitOnForwardFailure=yes"));
    for (Forwarding one : wanted) {
      options.add("-L");
      options.add(one.option());
    }
    OpenSsh.Destination destination = Entrance.of(session, vm);
    for (Forwarding one : wanted) {
      session
          .terminal()
          .say(
              "%s:%d here is port %d of %s; Ctrl-C ends it"
                  .formatted(one.address(), one.here(), one.there(), vm.name()));
    }
    session.terminal().flush();
    return ssh.run(ssh.command(destination, options, List.of()));
  }
}
