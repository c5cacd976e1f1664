package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.KnownHosts;
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
    VmRecord.Known known = VmArgument.known(vm);
    OpenSsh ssh = OpenSsh.find(session.around().environment());
    OpenSsh.Destination destination = destination(vm, known);
    new KnownHosts(destination.knownHosts()).write(session.records().all());
    session.terminal().flush();
    return ssh.run(ssh.command(destination, forSsh()));
  }

  /** The first {@code --} only says where golem's own arguments end. */
  private List<String> forSsh() {
    return !arguments.isEmpty() && arguments.getFirst().equals("--")
        ? arguments.subList(1, arguments.size())
        : arguments;
  }

  private OpenSsh.Destination destination(VmRecord vm, VmRecord.Known known) {
    VmRecord.Known now = asked(vm, known);
    Path key = vm.sshKeyFile() == null ? null : Path.of(vm.sshKeyFile());
    return new OpenSsh.Destination(
        now.id().value(),
        now.user(),
        now.host(),
        now.port(),
        now.hostKey(),
        session.settings().knownHosts().toAbsolutePath(),
        key,
        key != null && key.equals(session.settings().ownSshKey().toAbsolutePath()));
  }

  /** What the provider says now; what it said last, when it does not answer. */
  private VmRecord.Known asked(VmRecord vm, VmRecord.Known known) {
    try {
      VmAccess access = session.provider(vm.provider()).access(known.id());
      checkHostKey(vm, known, access);
      return new VmRecord.Known(
          known.id(),
          known.state(),
          access.host(),
          access.port(),
          access.user(),
          known.hostKey(),
          known.message());
    } catch (NetworkFailure e) {
      if (e.exitCode() != ExitCode.UNREACHABLE) {
        throw e;
      }
      session.terminal().warn(e.detail() + "; trying the VM's last known address");
      return known;
    } catch (RefusedRequest e) {
      if (!e.isNotFound()) {
        throw e;
      }
      throw new Failure(
          ExitCode.NOT_FOUND,
          "the provider knows VM " + vm.name() + " no more",
          "clear it away: golem vm destroy " + vm.name(),
          e);
    }
  }

  private static void checkHostKey(VmRecord vm, VmRecord.Known known, VmAccess access) {
    String stated = access.hostKey().withoutComment();
    if (!stated.equals(known.hostKey())) {
      throw new Failure(
          ExitCode.REFUSED,
          "the host key of VM "
              + vm.name()
              + " has changed: it was "
              + known.hostKey()
              + ", the provider now says "
              + stated,
          "this is not the VM that you rented, or somebody stands in between; ask the provider's"
              + " owner, or destroy it: golem vm destroy "
              + vm.name());
    }
  }
}
