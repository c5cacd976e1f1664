package network.golem.vm.provider.owner;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the last warnings and errors of the log, so that an owner need not search it. */
@Component
class RecentTrouble {

  private static final int KEPT = 10;

  private final Deque<Status.Trouble> last = new ArrayDeque<>();
  private final Keeper keeper = new Keeper();

  private final class Keeper extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        keep(
            new Status.Trouble(
                Instant.ofEpochMilli(event.getTimeStamp()),
                event.getLevel().levelStr,
                event.getFormattedMessage()));
      }
    }
  }

  @PostConstruct
  void listen() {
    Logger root = root();
    keeper.setContext(root.getLoggerContext());
    keeper.setName("recent trouble");
    keeper.start();
    root.addAppender(keeper);
  }

  @PreDestroy
  void stop() {
    root().detachAppender(keeper);
    keeper.stop();
  }

  /** The newest first. */
  List<Status.Trouble> last() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  private void keep(Status.Trouble trouble) {
    synchronized (last) {
      last.addFirst(trouble);
      if (last.size() > KEPT) {
        last.removeLast();
      }
    }
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
