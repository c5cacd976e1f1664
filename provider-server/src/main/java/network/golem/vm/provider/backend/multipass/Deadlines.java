package network.golem.vm.provider.backend.multipass;

import java.time.Duration;

/**
 * How long each kind of call may take. A daemon that waits for a guest to shut down answers nobody
 * for up to 300 s, so what has to be done after that, by force, waits longer.
 *
 * @param query to say what there is; opens SSH into each running guest
 * @param launch from the request to a guest whose cloud-init is done, the download of an image
 *     included
 * @param start from stopped to running
 * @param shutdown for a guest to shut down by itself
 * @param force for what does not depend on the guest, behind a daemon that may be blocked
 * @param address from running to the first address
 * @param poll between two looks at something that changes
 */
public record Deadlines(
    Duration query,
    Duration launch,
    Duration start,
    Duration shutdown,
    Duration force,
    Duration address,
    Duration poll) {

  /** For real guests on real hosts. */
  public static final Deadlines USUAL =
      new Deadlines(
          Duration.ofSeconds(60),
          Duration.ofMinutes(20),
          Duration.ofMinutes(5),
          Duration.ofSeconds(90),
          Duration.ofMinutes(6),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1));
}
