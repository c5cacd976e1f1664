package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.List;
import network.golem.vm.requestor.discovery.ProviderFilter;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.provider.ProviderRef;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the requestor's VMs. */
@Command(
    name = "list",
    aliases = "ls",
    description = {
      "Lists your VMs as their providers see them, all asked at once.",
      "One whose provider does not answer is shown as last known, with the age of that."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm list --watch",
      "  golem vm list --label team=data --columns name,state,expires",
      "  golem vm list --quiet --offline",
      "  golem vm list --all --output json"
    })
public final class VmList implements Runnable {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Session session;

  @Mixin final Listing listing = new Listing();

  @Option(names = "--offline", description = "Ask no provider; show what was last known.")
  boolean offline;

  @Option(
      names = {"-a", "--all"},
      description =
          "Also ask every provider that discovery lists for VMs of yours that are not on record here.")
  boolean all;

  @Option(
      names = "--adopt",
      description =
          "Like --all, and put on record here what it finds, after a lost or moved directory.")
  boolean adopt;

  @Option(
      names = "--label",
      paramLabel = "KEY[=VALUE]",
      converter = Label.Term.class,
      description = "Only VMs with this label; given several times, with all of them.")
  List<Label> labels = List.of();

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again every 2 seconds, until interrupted.")
  boolean watch;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Ranges.Span.class,
      description = "How long to wait for the slowest provider (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli from the default
  Duration timeout;

  public VmList(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    show(vms());
    while (watch) {
      pause();
      List<VmView> now = vms();
      session.terminal().clear();
      show(now);
    }
  }

  private void show(List<VmView> vms) {
    Terminal terminal = session.terminal();
    listing.print(
        session,
        vms,
        VmColumns.at(session.clock().instant()),
        labels.isEmpty()
            ? "You have no VM. Rent one: golem vm create NAME"
            : "You have no VM with these labels.");
    terminal.flush();
  }

  private List<VmView> vms() {
    List<VmRecord> records = session.records().all();
    List<VmRecord> labelled =
        records.stream().filter(vm -> labels.stream().allMatch(l -> l.isOn(vm))).toList();
    if (offline) {
      return labelled.stream().map(VmView::recorded).toList();
    }
    Survey survey = new Survey(session, timeout);
    if (all || adopt) {
      List<ProviderRef> everyone =
          session.discovery().providers(ProviderFilter.ANY).stream().map(ProviderRef::of).toList();
      List<VmView> vms = survey.withUnrecorded(records, everyone, adopt);
      return vms.stream().filter(this::hasLabels).toList();
    }
    return labels.isEmpty() ? survey.of(records) : survey.only(labelled);
  }

  private boolean hasLabels(VmView vm) {
    return labels.stream().allMatch(label -> label.isIn(vm.labels()));
  }

  private void pause() {
    try {
      session.terminal().rest(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }
}
