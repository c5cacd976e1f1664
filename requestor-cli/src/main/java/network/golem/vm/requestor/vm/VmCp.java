package network.golem.vm.requestor.vm;

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
import picocli.CommandLine.Parameters;

/** Copies files to and from a VM. */
@Command(
    name = "cp",
    description = {
      "Copies files and directories to a VM or from one, with their modes and times.",
      "What names a VM has the form NAME:PATH; a relative PATH is one of the VM user's home."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm cp site/ demo:/srv/www",
      "  golem vm cp demo:/var/log/syslog .",
      "  golem vm cp ./a:b demo:              a name with a colon begins with ./"
    })
public final class VmCp implements Callable<Integer> {

  /** As scp(1) has it: a slash before the first colon makes it a file here. */
  private static final Pattern REMOTE =
      Pattern.compile("(?<vm>[^/:]+):(?<path>.*)", Pattern.DOTALL);

  private final Session session;

  @Parameters(
      arity = "2..*",
      paramLabel = "[NAME:]PATH",
      description = "What to copy, and last where to; either side is in a VM, the other here.")
  private List<String> files = List.of();

  public VmCp(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<String> from = files.subList(0, files.size() - 1);
    String to = files.getLast();
    boolean up = REMOTE.matcher(to).matches();
    VmRecord vm =
        session.records().meantBy(theOneVm(up ? List.of(to) : from, up ? from : List.of(to)));
    OpenSsh scp = OpenSsh.find("scp", session.around().environment());
    OpenSsh.Destination destination = Entrance.of(session, vm);
    return scp.run(
        scp.copy(
            destination,
            up ? from : from.stream().map(file -> remote(destination, file)).toList(),
            up ? remote(destination, to) : to));
  }

  /** The VM that all of these name, and none of those. */
  private static String theOneVm(List<String> remote, List<String> local) {
    List<String> names =
        remote.stream()
            .map(REMOTE::matcher)
            .filter(Matcher::matches)
            .map(parts -> parts.group("vm"))
            .distinct()
            .toList();
    boolean allNamed = remote.stream().allMatch(file -> REMOTE.matcher(file).matches());
    boolean noneNamed = local.stream().noneMatch(file -> REMOTE.matcher(file).matches());
    if (names.size() == 1 && allNamed && noneNamed) {
      return names.getFirst();
    }
    throw new Failure(
        ExitCode.USAGE,
        "either what is copied or where to has to be in one VM, and the other here",
        "write golem vm cp FILE NAME:PATH, or golem vm cp NAME:PATH FILE");
  }

  private static String remote(OpenSsh.Destination destination, String file) {
    Matcher parts = REMOTE.matcher(file);
    String path = parts.matches() ? parts.group("path") : file;
    String host = destination.host();
    return destination.user() + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + path;
  }
}
