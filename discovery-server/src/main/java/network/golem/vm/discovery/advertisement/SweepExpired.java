package network.golem.vm.discovery.advertisement;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps the database from growing. What is shown does not depend on it: searches look at the clock
 * themselves. A sweep that fails is logged by the scheduler, and the next one runs all the same.
 */
@Component
class SweepExpired {

  private static final Logger log = LoggerFactory.getLogger(SweepExpired.class);

  private final Directory directory;

  SweepExpired(Directory directory) {
    this.directory = directory;
  }

  @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void sweep() {
    int gone = directory.sweep();
    if (gone > 0) {
      log.info("{} providers have expired", gone);
    }
  }
}
