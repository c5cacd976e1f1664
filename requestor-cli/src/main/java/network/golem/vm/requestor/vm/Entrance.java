package network.golem.vm.requestor.vm;

import java.nio.file.Path;
import java.util.function.IntSupplier;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.ssh.Destination;
import network.golem.vm.requestor.ssh.KnownHosts;

/** The way into a VM by SSH. */
final class Entrance {

  private Entrance() {}

  /**
   * Where the VM is now.
   *
   * @throws Failure when its host key is not the one that it came with, or it is stopped, being
   *     made or gone
   */
  static Destination of(Session session, VmRecord vm) {
    Known known = VmArgument.known(vm);
    Known now = asked(session, vm, known);
    if (known.state() == VmState.STOPPED || known.state() == VmState.CREATING) {
      refuseClosed(session, vm);
    }
    Destination destination = lastKnown(session, vm, now);
    new KnownHosts(destination.knownHosts()).write(session.records().all());
    session.terminal().flush();
    return destination;
  }

  /**
   * Goes in by SSH, which can only say that nobody answers.
   *
   * @param ssh answers its exit status
   * @throws Failure when SSH failed because the VM is stopped or being made
   */
  static int through(Session session, VmRecord vm, IntSupplier ssh) {
    try {
      int status = ssh.getAsInt();
      if (status == ExitCode.SSH_FAILED.status()) {
        refuseClosed(session, vm);
      }
      return status;
    } catch (Failure e) {
      if (e.exitCode() == ExitCode.SSH_FAILED) {
        refuseClosed(session, vm);
      }
      throw e;
    }
  }

  private static void refuseClosed(Session session, VmRecord vm) {
    try {
      VmState now = session.provider(vm.provider()).get(VmArgument.known(vm).id()).state();
      if (now == VmState.STOPPED) {
        throw new Failure(
            ExitCode.SSH_FAILED,
            vm.name() + " is stopped",
            "start it: golem vm start " + vm.name());
      }
      if (now == VmState.CREATING) {
        throw new Failure(
            ExitCode.SSH_FAILED,
            vm.name() + " is still being made",
            "wait for it: golem vm events " + vm.name() + " --follow");
      }
    } catch (NetworkFailure | RefusedRequest e) {
      // What SSH said is all that is known.
    }
  }

  /** Where it was last known to be. */
  static Destination lastKnown(Session session, VmRecord vm, Known now) {
    Path key = vm.sshKeyFile() == null ? null : Path.of(vm.sshKeyFile());
    return new Destination(
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
  private static Known asked(Session session, VmRecord vm, Known known) {
    try {
      VmAccess access = session.provider(vm.provider()).access(known.id());
      checkHostKey(vm, known, access);
      return new Known(
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

  private static void checkHostKey(VmRecord vm, Known known, VmAccess access) {
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
