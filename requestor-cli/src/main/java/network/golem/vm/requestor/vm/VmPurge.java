package network.golem.vm.requestor.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.record.VmRecords;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the rental of all VMs. */
@Command(
    name = "purge",
    description = {
      "Destroys all your VMs, or those with a label, and goes on when one of them fails.",
      "Where nobody can be asked, --yes or --force must say that it is meant."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm purge --label team=data",
      "  golem vm purge --force",
    })
public final class VmPurge implements Runnable {

  private final Session session;

  @Mixin final Waiting waiting = new Waiting();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(
      names = "--force",
      description = "Do not ask; forget even those that their providers cannot destroy.")
  boolean force;

  @Option(
      names = "--label",
      paramLabel = "KEY[=VALUE]",
      converter = Label.Term.class,
      description = "Only VMs with this label; given several times, with all of them.")
  List<Label> labels = List.of();

  public VmPurge(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    List<String> unreadable = new ArrayList<>();
    List<VmRecord> vms =
        new VmRecords(session.settings().records(), unreadable::add)
            .all().stream()
                .filter(vm -> labels.stream().allMatch(label -> label.isOn(vm)))
                .toList();
    unreadable.forEach(session.terminal()::warn);
    if (vms.isEmpty()) {
      session.terminal().say("There is no VM to destroy.");
    } else {
      confirm(vms);
    }
    List<VmView> ended = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (VmRecord vm : vms) {
      end(vm, ended, failures);
    }
    if (session.json()) {
      session.printDocument(ended);
    }
    int left = failures.size() + unreadable.size();
    if (left > 0) {
      throw new Failure(
          failures.isEmpty() ? ExitCode.FAILED : failures.getFirst().exitCode(),
          left + " of " + (vms.size() + unreadable.size()) + " VMs were not destroyed",
          "try again, or forget them here: golem vm purge --force");
    }
  }

  private void end(VmRecord vm, List<VmView> ended, List<Failure> failures) {
    try {
      Ending.End end = new Ending(session, waiting.timeout(), force).end(vm);
      ended.add(end.view());
      if (!session.json()) {
        session.terminal().print(end.sentence());
      }
    } catch (Failure e) {
      session.terminal().warn(vm.name() + " was not destroyed: " + e.detail());
      failures.add(e);
    }
  }

  private void confirm(List<VmRecord> vms) {
    if (yes || force) {
      return;
    }
    String names = vms.stream().map(vm -> vm.name().value()).collect(Collectors.joining(", "));
    String what = vms.size() == 1 ? "VM " : "these " + vms.size() + " VMs: ";
    if (!session
        .terminal()
        .questions()
        .confirm("Destroy " + what + names + " and all that is on them?")) {
      throw new Failure(ExitCode.FAILED, "nothing was destroyed", null);
    }
  }
}
