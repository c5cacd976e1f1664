package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.requestor.listing.Column;
import network.golem.vm.requestor.listing.Columns;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Progress;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what has happened to a VM. */
@Command(
    name = "events",
    description = {
      "Tells what has happened to a VM, as its provider remembers it.",
      "With --follow it waits for the end of what is under way."
    },
    footer = {
      "",
      "Examples:",
      "  golem vm events web",
      "  golem vm events web --follow",
    })
public final class VmEvents implements Runnable {

  /** The provider sends all that it remembers at once; then it is silent for much longer. */
  private static final Duration END_OF_PAST = Duration.ofSeconds(2);

  private static final Columns<VmEvent> COLUMNS =
      new Columns<>(
          List.of(
              Column.of("sequence", VmEvent::sequence),
              Column.of("at", VmEvent::at),
              Column.of("state", event -> event.state().wire()),
              Column.of("phase", VmEvent::phase),
              Column.of("message", VmEvent::message)),
          event -> String.format(Locale.ROOT, "%d", event.sequence()));

  private final Session session;

  @Mixin final VmArgument argument = new VmArgument();
  @Mixin final Listing listing = new Listing();
  @Mixin final Waiting waiting = new Waiting();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until what is under way has ended.")
  boolean follow;

  public VmEvents(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    VmRecord vm = argument.record(session);
    VmId id = VmArgument.known(vm).id();
    ProviderClient provider = session.provider(vm.provider());
    RentedVm now = provider.get(id);
    List<VmEvent> past = provider.events(id, END_OF_PAST);
    listing.print(session, past, COLUMNS, "The provider remembers nothing of it.");
    session.terminal().flush();
    if (follow && now.state().isTransient()) {
      follow(provider, vm, now);
    }
  }

  private void follow(ProviderClient provider, VmRecord vm, RentedVm now) {
    Terminal terminal = session.terminal();
    try (Progress progress = terminal.progress()) {
      new Watch(provider, now, session, progress, session.clock().instant().plus(waiting.timeout()))
          .untilSettled()
          .ifPresentOrElse(
              end -> {
                session.records().update(vm.with(end, session.clock().instant()));
                progress.begin(vm.name() + " is " + end.state().wire());
              },
              () -> progress.begin(vm.name() + " is gone"));
    }
  }
}
