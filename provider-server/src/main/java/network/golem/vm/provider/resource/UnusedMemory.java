package network.golem.vm.provider.resource;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gives memory back to the host, whose owner has better use for it. The serial collector looks
 * through the old generation only once that is full, and gives back only then: what the start left
 * would stay for weeks.
 */
@Component
class UnusedMemory {

  /** Stops the provider for less than 0.1 s. */
  @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT1H")
  void giveBack() {
    System.gc();
  }
}
