package network.golem.vm.proxy;

import java.time.Duration;
import java.util.Map;

/**
 * What the proxy bears from those who connect. Zero is no limit.
 *
 * @param perVm connections of one VM at a time
 * @param perSource connections of one source address (of IPv6, one /64) at a time, over all VMs
 * @param ratePerVm new connections a second of one VM; ten seconds' worth may come at once
 * @param ratePerSource new connections a second of one source; ten seconds' worth may come at once
 * @param ban how long a source is kept out that connects again and again without saying that it
 *     speaks SSH
 * @param identification how long a client has to finish its SSH identification line
 * @param connect how long a guest has to take a connection
 */
public record Limits(
    int perVm,
    int perSource,
    int ratePerVm,
    int ratePerSource,
    Duration ban,
    Duration identification,
    Duration connect) {

  /** A network that nobody attacks; for measurements. */
  public static final Limits NONE =
      new Limits(0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));

  /** Reads what {@link #arguments} wrote. */
  static Limits of(Map<String, String> arguments) {
    return new Limits(
        number(arguments, "per-vm"),
        number(arguments, "per-source"),
        number(arguments, "rate-per-vm"),
        number(arguments, "rate-per-source"),
        Duration.ofMillis(number(arguments, "ban")),
        Duration.ofMillis(number(arguments, "identification")),
        Duration.ofMillis(number(arguments, "connect")));
  }

  /** For the command line of the proxy's process. */
  public Map<String, String> arguments() {
    return Map.of(
        "per-vm", "" + perVm,
        "per-source", "" + perSource,
        "rate-per-vm", "" + ratePerVm,
        "rate-per-source", "" + ratePerSource,
        "ban", "" + ban.toMillis(),
        "identification", "" + identification.toMillis(),
        "connect", "" + connect.toMillis());
  }

  private static int number(Map<String, String> arguments, String key) {
    return Integer.parseInt(arguments.getOrDefault(key, "0"));
  }
}
