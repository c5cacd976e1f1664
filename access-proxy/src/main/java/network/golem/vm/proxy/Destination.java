package network.golem.vm.proxy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Where an access port leads, and the sessions that wait to hear it. */
final class Destination {

  /** How long an answer holds: a flood of connections asks for the guest's address but once. */
  private static final long FRESH = 1_000_000_000L;

  private static final long PATIENCE = 2_000_000_000L;

  private final Predicate<Opening> ask;
  private final List<Session> askers = new ArrayList<>();
  private Opening opening;
  private boolean asking;
  private long asked;

  /**
   * @param ask asks the provider; false when that is not there
   */
  Destination(Opening opening, Predicate<Opening> ask, long now) {
    this.opening = opening;
    this.ask = ask;
    this.asked = now - FRESH;
  }

  Opening opening() {
    return opening;
  }

  /** What was known of the target stays known where {@code changed} has none. */
  void become(Opening changed) {
    opening = changed.leadingTo(changed.target() == null ? opening.target() : changed.target());
  }

  /** Connects a session to the guest, as soon as it is known where that is. */
  void reach(Session session, long now) {
    if (asking) {
      askers.add(session);
    } else if (now - asked < FRESH || !ask.test(opening)) {
      dial(session);
    } else {
      asking = true;
      asked = now;
      askers.add(session);
    }
  }

  private void dial(Session session) {
    InetSocketAddress target = opening.target();
    if (target == null) {
      session.end(Ending.GUEST_SILENT);
    } else {
      session.dial(target);
    }
  }

  /** Whoever was waiting goes on, with what is known by now. */
  void told() {
    asking = false;
    List<Session> waiting = List.copyOf(askers);
    askers.clear();
    waiting.forEach(this::dial);
  }

  /** A provider that takes long to answer is not waited for. */
  void tick(long now) {
    if (asking && now - asked > PATIENCE) {
      told();
    }
  }

  void forget(Session session) {
    askers.remove(session);
  }
}
