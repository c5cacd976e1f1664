package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;

/**
 * Follows a guest's boot by what it writes on its serial port. Our own images say what they are at,
 * and when they can be logged in to; a connection tried before would only cost the guest time.
 *
 * @param readyMarker the line that ends the boot
 */
record GuestBoot(ConsoleLines console, String readyMarker) {

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Said by our own images when they can never become ready. */
  private static final String FAILED = "golem-guest: failed";

  private static final Map<String, Phase> PHASES =
      Map.of("golem-guest: network", Phase.NETWORK, "golem-guest: cloud-init", Phase.CLOUD_INIT);

  void await(QemuProcess process, Duration deadline, Progress progress)
      throws BackendException, IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (System.nanoTime() < end) {
      String line = console.next(LOOK);
      if (line == null) {
        checkLives(process);
      } else if (line.contains(readyMarker)) {
        return;
      } else if (line.contains(FAILED)) {
        throw new BackendException.Failed(line.strip());
      } else {
        PHASES.forEach((marker, phase) -> {
          if (line.contains(marker)) {
            progress.phase(phase);
          }
        });
      }
    }
    throw new BackendException.TimedOut(
        "the guest did not come up within "
            + deadline.toSeconds()
            + " s; its console ends with:\n"
            + console.tail());
  }

  private void checkLives(QemuProcess process) throws BackendException, IOException {
    if (!process.lives()) {
      throw new BackendException.Failed(
          "the guest ended while it booted; its console ends with:\n" + console.tail());
    }
  }
}
