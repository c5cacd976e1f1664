package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Interruption;
import network.golem.vm.requestor.terminal.Progress;
import org.jspecify.annotations.Nullable;

/** Asks a provider for a change of a VM, shows how it goes, and records how it ended. */
final class Change {

  private final Session session;
  private final VmRecord vm;
  private final Duration timeout;
  private final String afterwards;

  Change(Session session, VmRecord vm, Duration timeout) {
    this(session, vm, timeout, null);
  }

  /**
   * @param afterwards says what is to be done by who interrupts it, up to the VM's name
   */
  Change(Session session, VmRecord vm, Duration timeout, @Nullable String afterwards) {
    this.session = session;
    this.vm = vm;
    this.timeout = timeout;
    this.afterwards = afterwards == null ? "" : afterwards + vm.name();
  }

  /** A change that stops the VM and starts it again; the provider knows nothing of the latter. */
  static Change whileStopped(Session session, VmRecord vm, Duration timeout) {
    return new Change(session, vm, timeout, " Should it be stopped: golem vm start ");
  }

  /** Asks, and does not wait for the end of it. */
  RentedVm ask(String verb, Supplier<RentedVm> request) {
    try (Progress progress = session.terminal().progress()) {
      progress.begin(verb + " " + vm.name() + " at " + vm.provider().label());
      RentedVm begun = request.get();
      session.records().update(vm.with(begun, session.clock().instant()));
      return begun;
    }
  }

  /**
   * Asks, and waits for the end of it.
   *
   * @param verb what is done, for example {@code starting}
   * @param request asks for it
   * @return the VM afterwards, or empty when the provider knows it no more
   */
  Optional<RentedVm> carryOut(String verb, Supplier<RentedVm> request) {
    ProviderClient provider = session.provider(vm.provider());
    try (Progress progress = session.terminal().progress();
        Interruption ignored = session.terminal().onInterruption(goesOn())) {
      progress.begin(verb + " " + vm.name() + " at " + vm.provider().label());
      RentedVm begun = request.get();
      VmRecord seen = vm.with(begun, session.clock().instant());
      session.records().update(seen);
      Optional<RentedVm> end =
          begun.state().isTransient()
              ? new Watch(
                      provider, begun, session, progress, session.clock().instant().plus(timeout))
                  .untilSettled()
              : Optional.of(begun);
      end.ifPresent(now -> session.records().update(seen.with(now, session.clock().instant())));
      progress.begin(end.map(now -> now.state().wire()).orElse(VmView.GONE));
      return end;
    }
  }

  /** The VM, if it has come to the state that was asked for. */
  RentedVm expect(VmState wanted, Optional<RentedVm> end) {
    if (end.isEmpty()) {
      throw failed("the provider knows VM " + vm.name() + " no more", "destroy");
    }
    RentedVm now = end.get();
    if (now.state() != wanted) {
      String why = now.message() == null ? "" : ": " + now.message();
      throw failed(
          "VM " + vm.name() + " is " + now.state().wire() + why,
          now.state() == VmState.FAILED ? "destroy" : "info");
    }
    return now;
  }

  /** Says how it stands now. */
  void report(RentedVm now) {
    if (session.json()) {
      session.printDocument(VmView.live(vm, now, session.clock().instant()));
    } else {
      session.terminal().print(vm.name() + " is " + now.state().wire());
    }
  }

  private Failure failed(String detail, String nextVerb) {
    String purpose = nextVerb.equals("destroy") ? "clear it away: " : "see more: ";
    return new Failure(ExitCode.FAILED, detail, purpose + "golem vm " + nextVerb + " " + vm.name());
  }

  private String goesOn() {
    return "interrupted; the provider goes on with it. Follow it: golem vm events "
        + vm.name()
        + " --follow."
        + afterwards;
  }
}
