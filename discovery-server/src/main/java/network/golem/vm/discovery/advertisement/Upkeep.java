package network.golem.vm.discovery.advertisement;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What is done from time to time. None of it decides what is shown: searches look at the clock
 * themselves.
 */
@Component
class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Store store;
  private final Index index;
  private final Census census;
  private final Clock clock;
  private boolean failing;

  Upkeep(Store store, Index index, Census census, Clock clock) {
    this.store = store;
    this.index = index;
    this.census = census;
    this.clock = clock;
  }

  /** Other instances may share the database: what they take is shown here half a second later. */
  @Scheduled(initialDelay = 500, fixedDelay = 500)
  void follow() {
    try {
      index.follow(store);
      if (failing) {
        log.info("the database answers again");
      }
      failing = false;
    } catch (DataAccessException | TransactionException e) {
      if (!failing) {
        log.warn("what other instances have taken is not seen: {}", e.getMessage());
      }
      failing = true;
    }
  }

  @Scheduled(initialDelay = 5, fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void count() {
    census.take();
  }

  /** Keeps memory and database from growing with providers that are long gone. */
  @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void forget() {
    long now = clock.millis();
    index.forget(now);
    store.forget(now);
  }
}
