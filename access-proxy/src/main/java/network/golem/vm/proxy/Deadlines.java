package network.golem.vm.proxy;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The sessions that somebody has to do something about in time. All of a kind have the same time,
 * so they are over in the order in which they began.
 */
final class Deadlines {

  private final Limits limits;
  private final Set<Session> unidentified = new LinkedHashSet<>();
  private final Set<Session> dialling = new LinkedHashSet<>();

  Deadlines(Limits limits) {
    this.limits = limits;
  }

  void awaitIdentification(Session session) {
    if (limits.identification().isPositive()) {
      unidentified.add(session);
    }
  }

  void identified(Session session) {
    unidentified.remove(session);
  }

  void awaitGuest(Session session) {
    dialling.add(session);
  }

  void reached(Session session) {
    dialling.remove(session);
  }

  void forget(Session session) {
    unidentified.remove(session);
    dialling.remove(session);
  }

  void tick(long now) {
    endOld(dialling, limits.connect(), Ending.GUEST_SILENT, now);
    endOld(unidentified, limits.identification(), Ending.NO_IDENTIFICATION, now);
  }

  private static void endOld(Set<Session> sessions, Duration time, Ending ending, long now) {
    Iterator<Session> each = sessions.iterator();
    while (each.hasNext()) {
      Session session = each.next();
      if (now - session.began() < time.toNanos()) {
        return;
      }
      each.remove();
      session.end(ending);
    }
  }
}
