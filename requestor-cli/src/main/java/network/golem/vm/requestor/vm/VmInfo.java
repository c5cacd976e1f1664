package network.golem.vm.requestor.vm;

import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows all there is to know of one VM. */
@Command(
    name = "info",
    description = "Shows a VM with its address and host key.",
    footer = {
      "",
      "Examples:",
      "  golem vm info web",
      "  golem vm info web --output json | jq -r .access.host"
    })
public final class VmInfo implements Runnable {

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();

  public VmInfo(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmView view = vm.known() == null ? VmView.recorded(vm) : asked(vm, vm.known());
    if (session.json()) {
      session.printDocument(view);
    } else {
      print(view);
    }
  }

  private VmView asked(VmRecord vm, Known known) {
    try {
      RentedVm now = session.provider(vm.provider()).get(known.id());
      if (!now.access().hostKey().withoutComment().equals(known.hostKey())) {
        session
            .terminal()
            .warn("the provider now states another host key than at first: " + known.hostKey());
      }
      session.records().update(vm.with(now, session.clock().instant()));
      return VmView.live(vm, now, session.clock().instant());
    } catch (RefusedRequest e) {
      if (e.isNotFound()) {
        return VmView.gone(vm);
      }
      throw e;
    } catch (NetworkFailure e) {
      if (e.exitCode() != ExitCode.UNREACHABLE) {
        throw e;
      }
      session.terminal().warn(e.detail());
      return VmView.unreachable(vm);
    }
  }

  private void print(VmView vm) {
    line("name", vm.name());
    line("id", vm.id());
    line("state", vm.shownState(session.clock().instant()));
    line("phase", vm.phase());
    line("message", vm.message());
    line("image", vm.image());
    line("resources", vm.resources());
    line("created", vm.createdAt());
    line("updated", vm.updatedAt());
    line("expires", vm.expiresAt());
    if (!vm.labels().isEmpty()) {
      line("labels", VmColumns.labels(vm));
    }
    line("provider", vm.provider().name());
    line("provider id", vm.provider().id());
    line("provider at", vm.provider().address());
    VmView.Access access = vm.access();
    if (access != null) {
      line("ssh", access.user() + "@" + access.address());
      line("host key", access.hostKey());
    }
    line("ssh key file", vm.sshKeyFile());
    line("login", "golem vm ssh " + vm.name());
  }

  private void line(String label, @Nullable Object value) {
    if (value != null) {
      Terminal terminal = session.terminal();
      terminal.print(
          label + ":" + " ".repeat(14 - label.length()) + Terminal.printable(value.toString()));
    }
  }
}
