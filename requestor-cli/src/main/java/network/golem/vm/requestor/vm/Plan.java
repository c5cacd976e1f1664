package network.golem.vm.requestor.vm;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.Order;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Table;
import network.golem.vm.requestor.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --dry-run} shows.
 *
 * @param why if that was asked for
 */
record Plan(Session session, VmRecord vm, @Nullable Why why) {

  /**
   * What {@code --explain} shows.
   *
   * @param candidates everyone with what speaks for and against them
   * @param boot how the VM would come up at the first; absent where that does not say
   */
  record Why(List<Candidates.Explained> candidates, @Nullable String boot) {

    List<String> lines() {
      List<String> lines = new ArrayList<>(Candidates.table(candidates).lines());
      if (boot != null) {
        lines.add(boot);
      }
      return lines;
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record View(
      String name,
      ProviderRef provider,
      String image,
      Resources resources,
      List<String> sshKeys,
      boolean userData,
      @Nullable Long duration,
      Map<String, String> labels,
      @Nullable List<Candidates.Explained> candidates,
      @Nullable String boot) {}

  void print() {
    Terminal terminal = session.terminal();
    Order order = vm.order();
    if (session.json()) {
      View view =
          new View(
              vm.name().value(),
              vm.provider(),
              order.image(),
              order.resources(),
              order.sshKeys(),
              order.userData() != null,
              order.duration(),
              vm.labels(),
              why == null ? null : why.candidates(),
              why == null ? null : why.boot());
      session.printDocument(view);
      return;
    }
    Table table = new Table("NAME", "PROVIDER", "IMAGE", "CPU", "MEMORY", "STORAGE", "SSH KEYS");
    table.add(
        vm.name(),
        vm.provider().label(),
        order.image(),
        order.resources().cpu(),
        order.resources().memory() + " GiB",
        order.resources().storage() + " GiB",
        order.sshKeys().size());
    table.printTo(terminal);
    if (why != null) {
      terminal.print("");
      why.lines().forEach(terminal::print);
    }
    terminal.say("Nothing was asked for; leave out --dry-run to rent it.");
  }
}
