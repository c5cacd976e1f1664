package network.golem.vm.provider.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A VM's history as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html): what was, then what comes,
 * until no operation is under way any more.
 */
@Component
class EventStream {

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final String EVENT = "vm";

  private final Journal journal;
  private final Set<Thread> followers = ConcurrentHashMap.newKeySet();

  EventStream(Journal journal) {
    this.journal = journal;
  }

  /**
   * @param after the last sequence that the client has seen
   */
  SseEmitter of(VmId id, long after) {
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    Thread thread =
        Thread.ofVirtual().name("events of " + id).unstarted(() -> follow(id, after, emitter));
    followers.add(thread);
    emitter.onCompletion(thread::interrupt);
    emitter.onTimeout(thread::interrupt);
    thread.start();
    return emitter;
  }

  /** Whoever follows a VM would keep the provider from ending. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    followers.forEach(Thread::interrupt);
  }

  private void follow(VmId id, long after, SseEmitter emitter) {
    try {
      long last = after;
      VmEvent latest = send(emitter, journal.since(id, last));
      boolean over = latest == null ? journal.isSettled(id) : !latest.state().isTransient();
      while (!over) {
        last = latest == null ? last : latest.sequence();
        VmEvent next = send(emitter, journal.awaitSince(id, last, KEEP_ALIVE));
        latest = next == null ? latest : next;
        over = next != null && !next.state().isTransient();
      }
      emitter.complete();
    } catch (IOException | IllegalStateException e) {
      log.debug("a client stopped following {}", id);
    } catch (InterruptedException e) {
      emitter.complete();
    } catch (RuntimeException e) {
      emitter.completeWithError(e); // the database failed, or the client left while it was asked
    } finally {
      followers.remove(Thread.currentThread());
    }
  }

  private static @Nullable VmEvent send(SseEmitter emitter, List<VmEvent> events)
      throws IOException {
    if (events.isEmpty()) {
      emitter.send(SseEmitter.event().comment("still here"));
      return null;
    }
    for (VmEvent event : events) {
      emitter.send(SseEmitter.event().id(String.valueOf(event.sequence())).name(EVENT).data(event));
    }
    return events.getLast();
  }
}
