package network.golem.vm.provider.backend.multipass;

import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.filter.ClosedDestinations;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.process.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packet filter on the bridge of Multipass, two tables of nft(8) that nobody else writes to.
 * They stay when the provider ends, as guests do. Not thread-safe.
 */
final class BridgeFilter {

  private static final Logger log = LoggerFactory.getLogger(BridgeFilter.class);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String LOAD = "nft -f -";
  private static final String LIST =
      "nft list table inet golem_multipass && nft list table bridge golem_multipass";

  private final String bridge;
  private final List<Integer> closedPorts;
  private String loaded = "";
  private String listed = "";

  /**
   * @param bridge name of the interface
   * @param closedPorts TCP ports that guests reach nowhere
   */
  BridgeFilter(String bridge, List<Integer> closedPorts) {
    this.bridge = bridge;
    this.closedPorts = List.copyOf(closedPorts);
  }

  /**
   * Sees to it that the filter is there, as it should be for the networks that this host is in now.
   *
   * @return whether it had to be loaded
   * @throws BackendException.Unavailable where it cannot be loaded, with why and what to do
   */
  boolean enforce() throws BackendException, InterruptedException {
    String wanted = rules();
    if (wanted.equals(loaded) && listed.equals(nft(LIST, "").stdout())) {
      return false;
    }
    if (wanted.equals(loaded)) {
      log.warn("somebody changed the packet filter of {}; it is loaded again", bridge);
    }
    loaded = "";
    expectSuccess(nft(LOAD, wanted));
    listed = expectSuccess(nft(LIST, "")).stdout();
    loaded = wanted;
    return true;
  }

  /** Of the host on the bridge. */
  InterfaceAddress address() throws BackendException {
    try {
      NetworkInterface found = NetworkInterface.getByName(bridge);
      if (found != null) {
        for (InterfaceAddress address : found.getInterfaceAddresses()) {
          if (address.getAddress() instanceof Inet4Address) {
            return address;
          }
        }
      }
    } catch (SocketException e) {
      throw new BackendException.Unavailable("cannot look at network interfaces", e);
    }
    throw new BackendException.Unavailable(
        "there is no bridge %s with an address: VMs of Multipass are isolated with its driver qemu only (multipass get local.driver)"
            .formatted(bridge));
  }

  private String rules() throws BackendException {
    return ClosedDestinations.ofThisHost(closedPorts)
        .rules(BridgeFilter.class, "bridge.nft")
        .replace("@BRIDGE@", bridge)
        .replace("@ADDRESS@", address().getAddress().getHostAddress());
  }

  private static Outcome nft(String line, String input)
      throws BackendException, InterruptedException {
    try {
      return Command.of(DEADLINE, "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + line)
          .withInput(input)
          .run();
    } catch (CommandException e) {
      throw new BackendException.Unavailable(
          "the packet filter does not answer: " + e.getMessage(), e);
    }
  }

  private static Outcome expectSuccess(Outcome outcome) throws BackendException {
    if (outcome.isSuccess()) {
      return outcome;
    }
    String said = outcome.excerpt().lines().findFirst().orElse("");
    throw new BackendException.Unavailable(
        said.contains("not permitted")
            ? "the provider has no right to filter packets (CAP_NET_ADMIN): run it as root, or give its"
                + " systemd unit AmbientCapabilities=CAP_NET_ADMIN"
            : "the packet filter cannot be loaded (is nftables installed?): " + said);
  }
}
