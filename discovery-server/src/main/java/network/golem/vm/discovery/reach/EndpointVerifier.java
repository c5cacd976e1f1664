package network.golem.vm.discovery.reach;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import network.golem.vm.discovery.advertisement.AnnouncementWatcher;
import network.golem.vm.discovery.advertisement.Directory;
import network.golem.vm.discovery.advertisement.Listing;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Calls providers where they say they are, if the operator wants that, and notes in the directory
 * when each answered itself. A call that fails changes nothing: the last success grows old for all
 * to see. At most a few calls at once, each provider at most every ten minutes; one that finds no
 * room is made after a later advertisement.
 */
@Component
class EndpointVerifier implements AnnouncementWatcher {

  private static final Logger log = LoggerFactory.getLogger(EndpointVerifier.class);

  private static final int MOST_CALLS = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final boolean wanted;
  private final Directory directory;
  private final Clock clock;
  private final Semaphore calls = new Semaphore(MOST_CALLS);
  private final Set<String> called = ConcurrentHashMap.newKeySet();

  EndpointVerifier(DiscoverySettings settings, Directory directory, Clock clock) {
    this.wanted = settings.verifyEndpoints();
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void announced(Listing listing) {
    if (!wanted || isFresh(listing) || !calls.tryAcquire()) {
      return;
    }
    if (!called.add(listing.providerId())) {
      calls.release();
      return;
    }
    Thread.ofVirtual().name("verify " + listing.providerId()).start(() -> call(listing));
  }

  private void call(Listing listing) {
    try {
      Dial.call(listing, PATIENCE);
      directory.reached(listing);
    } catch (IOException | ProblemException e) {
      log.debug(
          "{} does not answer at {} port {}: {}",
          listing.providerId(),
          listing.ipAddress(),
          listing.port(),
          e.getMessage());
    } finally {
      called.remove(listing.providerId());
      calls.release();
    }
  }

  private boolean isFresh(Listing listing) {
    Long reached = listing.reachableAt();
    return reached != null && clock.millis() - reached < FRESH.toMillis();
  }
}
