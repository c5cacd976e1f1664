package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what has happened to a VM. */
@Command(
    name = "events",
    description = {
      "Tells what has happened to a VM, as its provider remembers it.",
      "With --follow it tells more as it happens, until what is under way has ended; of JSON and YAML"
          + " that is a document for each event."
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
    if (!follow) {
      listing.print(session, past, COLUMNS, "The provider remembers nothing of it.");
      return;
    }
    Consumer<List<VmEvent>> printed = listing.continued(session, COLUMNS);
    printed.accept(past);
    if (now.state().isTransient()) {
      long last = past.isEmpty() ? 0 : past.getLast().sequence();
      follow(provider, vm, now, last, event -> printed.accept(List.of(event)));
    }
  }

  private void follow(
      ProviderClient provider, VmRecord vm, RentedVm now, long last, Consumer<VmEvent> printed) {
    Instant deadline = session.clock().instant().plus(waiting.timeout());
    try (Progress progress = session.terminal().progress()) {
      new Watch(provider, now, session, progress, deadline)
          .telling(last, printed)
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
