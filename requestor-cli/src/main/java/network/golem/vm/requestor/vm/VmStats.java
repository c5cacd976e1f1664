package network.golem.vm.requestor.vm;

import java.util.Locale;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a VM uses. */
@Command(
    name = "stats",
    description = "Shows what a running VM uses now, as far as its provider can tell.",
    footer = {"", "Example:", "  golem vm stats web --output json"})
public final class VmStats implements Runnable {

  private static final double MIB = 1024.0 * 1024;

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();

  public VmStats(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    var stats = session.provider(vm.provider()).stats(VmArgument.known(vm).id());
    if (session.json()) {
      session.printDocument(stats);
      return;
    }
    line("cpu", number(stats.cpuPercent(), "%.1f %% of one vCPU"));
    line("cpu time", number(stats.cpuSeconds(), "%.1f s since it started"));
    line("memory", of(stats.memoryUsed(), stats.memoryTotal()));
    line("disk", of(stats.diskUsed(), stats.diskTotal()));
    line("disk read", amount(stats.diskRead()));
    line("disk written", amount(stats.diskWritten()));
    line("received", amount(stats.networkReceived()));
    line("sent", amount(stats.networkSent()));
    line("connections", String.valueOf(stats.connections()));
    line("accepted", count(stats.connectionsAccepted()));
    line("refused", count(stats.connectionsRefused()));
    line("port in", amount(stats.accessReceived()));
    line("port out", amount(stats.accessSent()));
    line("read at", stats.at().toString());
  }

  private void line(String label, @Nullable String value) {
    Terminal terminal = session.terminal();
    if (value != null) {
      terminal.print(label + ":" + " ".repeat(14 - label.length()) + Terminal.printable(value));
    }
  }

  private static @Nullable String number(@Nullable Double value, String form) {
    return value == null ? null : String.format(Locale.ROOT, form, value);
  }

  private static @Nullable String count(@Nullable Long value) {
    return value == null ? null : value + " connections since it started";
  }

  private static @Nullable String of(@Nullable Long used, @Nullable Long total) {
    return used == null || total == null ? amount(used) : amount(used) + " of " + amount(total);
  }

  private static @Nullable String amount(@Nullable Long bytes) {
    return bytes == null ? null : String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
  }
}
