package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the requestor's VMs. */
@Command(name = "list", description = "Lists your VMs as their providers see them.")
public final class VmList implements Runnable {

  private final Session session;

  @Option(names = "--offline", description = "Ask no provider; show what was last known.")
  private boolean offline;

  public VmList(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<VmRecord> records = session.records().all();
    List<VmView> vms =
        offline ? records.stream().map(VmView::recorded).toList() : new Survey(session).of(records);
    Terminal terminal = session.terminal();
    if (session.json()) {
      terminal.print(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(vms));
    } else if (vms.isEmpty()) {
      terminal.say("You have no VM. Rent one: golem vm create NAME");
    } else {
      table(vms, session.clock().instant()).printTo(terminal);
    }
  }

  private static Table table(List<VmView> vms, Instant now) {
    Table table =
        new Table(
            "NAME",
            "ID",
            "STATE",
            "IMAGE",
            "CPU",
            "MEMORY",
            "STORAGE",
            "PROVIDER",
            "ADDRESS",
            "AGE");
    for (VmView vm : vms) {
      table.add(
          vm.name(),
          vm.id(),
          vm.shownState(),
          vm.image(),
          vm.resources().cpu(),
          vm.resources().memory() + " GiB",
          vm.resources().storage() + " GiB",
          vm.provider().name(),
          vm.access() == null ? null : vm.access().address(),
          age(Duration.between(vm.createdAt(), now)));
    }
    return table;
  }

  /** The largest unit is enough. */
  static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + "d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
  }
}
