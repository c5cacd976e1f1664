package network.golem.vm.provider.page;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.vm.VmChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Open status pages: each is sent what to show every two seconds, and at once when a VM changes.
 * Thread-safe.
 */
@Component
@Conditional(PageConfiguration.Wanted.class)
class Viewers {

  private static final Logger log = LoggerFactory.getLogger(Viewers.class);
  private static final Duration PACE = Duration.ofSeconds(2);

  /** A browser then connects anew. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Set<Viewer> all = ConcurrentHashMap.newKeySet();

  private record Viewer(Thread thread, Semaphore news) {}

  /**
   * @param view what to send, made anew each time
   */
  SseEmitter join(Callable<?> view) {
    SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
    Semaphore news = new Semaphore(0);
    Thread thread =
        Thread.ofVirtual().name("status page").unstarted(() -> show(view, news, emitter));
    Viewer viewer = new Viewer(thread, news);
    all.add(viewer);
    emitter.onCompletion(() -> leave(viewer));
    emitter.onTimeout(() -> leave(viewer));
    thread.start();
    return emitter;
  }

  @TransactionalEventListener
  void changed(VmChanged event) {
    all.forEach(viewer -> viewer.news().release());
  }

  /** Whoever looks would keep the provider from ending. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    all.forEach(this::leave);
  }

  private void leave(Viewer viewer) {
    viewer.thread().interrupt();
    all.remove(viewer);
  }

  private void show(Callable<?> view, Semaphore news, SseEmitter emitter) {
    try {
      while (true) {
        emitter.send(SseEmitter.event().name("view").data(view.call()));
        news.tryAcquire(PACE.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (IOException | IllegalStateException e) {
      log.debug("a status page was closed", e);
    } catch (InterruptedException e) {
      emitter.complete();
    } catch (Exception e) {
      emitter.completeWithError(e);
    } finally {
      all.removeIf(viewer -> viewer.thread() == Thread.currentThread());
    }
  }
}
