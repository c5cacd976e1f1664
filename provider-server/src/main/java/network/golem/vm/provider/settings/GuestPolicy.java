package network.golem.vm.provider.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What guests can reach, and how much of the host each can take up.
 *
 * @param closedPorts TCP ports that isolated guests reach nowhere
 * @param diskIops operations on its disk a second, or null for no limit
 * @param diskRate MiB to and from its disk a second, or null for no limit
 * @param networkRate Mbit/s each way, or null for no limit
 */
public record GuestPolicy(
    GuestNetwork network,
    List<Integer> closedPorts,
    @Nullable Integer diskIops,
    @Nullable Integer diskRate,
    @Nullable Integer networkRate) {

  /** Bytes. */
  public static final long MIB = 1 << 20;

  /** Where unsolicited mail comes from. */
  private static final List<Integer> MAIL = List.of(25);

  public GuestPolicy {
    closedPorts = List.copyOf(closedPorts);
  }

  /** Without limits, and with the port of mail closed. */
  public static GuestPolicy of(GuestNetwork network) {
    return new GuestPolicy(network, MAIL, null, null, null);
  }
}
