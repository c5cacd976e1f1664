package network.golem.vm.requestor.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.http.NetworkFailure;
import network.golem.vm.requestor.http.RefusedRequest;
import network.golem.vm.requestor.provider.ProviderClient;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Follows a change of one VM to its end, over broken connections and a provider that restarts.
 * Events only tell what to show; whether it is over is for the provider's present answer to say,
 * since a stream also tells of earlier changes.
 */
final class Watch {

  private final ProviderClient provider;
  private final VmId id;
  private final Session session;
  private final Progress progress;
  private final Instant deadline;
  private Instant since;
  private Consumer<VmEvent> told;
  private boolean tellsAll;
  private long lastEvent;
  private @Nullable Instant silentSince;

  /**
   * @param begun the VM as the change began; events before that are not shown
   */
  Watch(
      ProviderClient provider,
      RentedVm begun,
      Session session,
      Progress progress,
      Instant deadline) {
    this.provider = provider;
    this.id = begun.id();
    this.session = session;
    this.progress = progress;
    this.deadline = deadline;
    this.since = begun.updatedAt();
    this.told = this::show;
  }

  /** Tells {@code told} of the events after {@code last}, rather than showing them. */
  Watch telling(long last, Consumer<VmEvent> told) {
    this.lastEvent = last;
    this.since = Instant.MIN;
    this.told = told;
    this.tellsAll = true;
    return this;
  }

  /** The VM after the change, or empty when the provider knows it no more. */
  Optional<RentedVm> untilSettled() {
    while (true) {
      try {
        // A read is never cut short, so that none is begun that could outlast the time that is
        // left.
        Duration silence = silence();
        provider.follow(
            id, lastEvent, silence, this::take, more -> more ? timeIsLeft() : isLeft(silence));
        RentedVm now = provider.get(id);
        if (!now.state().isTransient()) {
          drain();
          return Optional.of(now);
        }
        silentSince = null;
      } catch (NetworkFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE) {
          throw e;
        }
        endure(e);
      } catch (RefusedRequest e) {
        if (e.isNotFound()) {
          return Optional.empty();
        }
        if (!e.isTemporary()) {
          throw e;
        }
        endure(e);
      }
      pause();
    }
  }

  /** A stream may have ended before its end. */
  private void drain() {
    if (tellsAll) {
      provider.follow(id, lastEvent, session.patience().retry(), this::take, more -> true);
    }
  }

  private void show(VmEvent event) {
    String what = event.phase() == null ? event.state().wire() : event.phase();
    progress.begin(what, event.message());
  }

  private boolean take(VmEvent event) {
    lastEvent = Math.max(lastEvent, event.sequence());
    if (!event.at().isBefore(since)) {
      told.accept(event);
    }
    return timeIsLeft();
  }

  /** Goes on for a while, as a provider may restart. */
  private void endure(Failure failure) {
    Instant now = session.clock().instant();
    Instant first = silentSince == null ? now : silentSince;
    silentSince = first;
    if (now.isAfter(first.plus(session.patience().silence()))) {
      throw failure;
    }
    progress.begin("the provider does not answer; trying again");
  }

  private void pause() {
    if (!timeIsLeft()) {
      throw new Failure(
          ExitCode.TIMED_OUT,
          "it takes longer than asked for; the provider goes on with it",
          "see how it stands: golem vm list");
    }
    session.patience().rest();
  }

  private boolean timeIsLeft() {
    return isLeft(Duration.ZERO);
  }

  private boolean isLeft(Duration time) {
    return session.clock().instant().plus(time).isBefore(deadline);
  }

  private Duration silence() {
    Duration left = Duration.between(session.clock().instant(), deadline);
    Duration usual = session.patience().answer();
    Duration shorter = left.compareTo(usual) < 0 ? left : usual;
    return shorter.isPositive() ? shorter.plusMillis(1) : Duration.ofMillis(1);
  }
}
