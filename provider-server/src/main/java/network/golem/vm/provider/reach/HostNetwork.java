package network.golem.vm.provider.reach;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How this host is connected.
 *
 * @param lanAddress its address on the way to the internet, null where there is none
 * @param addresses all of its addresses
 * @param firewall that is active here
 * @param routerAddress the outer address of its router, where the router has told it
 */
record HostNetwork(
    @Nullable String lanAddress,
    Set<String> addresses,
    Optional<Firewall> firewall,
    Optional<String> routerAddress) {

  /** Nothing is sent there: only the route to it is looked up. */
  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 9);

  /**
   * @param services that this host talks to; the way to the first that resolves is looked at
   */
  static HostNetwork look(List<URI> services, Optional<String> routerAddress)
      throws InterruptedException {
    String lan =
        services.stream()
            .map(url -> new InetSocketAddress(url.getHost(), 9))
            .filter(target -> !target.isUnresolved())
            .findFirst()
            .map(HostNetwork::localAddressTowards)
            .orElseGet(() -> localAddressTowards(SOMEWHERE));
    return new HostNetwork(lan, ownAddresses(), Firewall.ofThisHost(), routerAddress);
  }

  /** Whether a router stands between this host and those who see it at one of these addresses. */
  boolean isBehindRouter(Set<String> seenAt) {
    return !seenAt.isEmpty() && seenAt.stream().noneMatch(addresses::contains);
  }

  /**
   * Whether the router, too, has no address of its own on the internet: its address or ours is of
   * those for carriers (RFC 6598), or the router says another than the one we are seen at.
   */
  boolean isBehindCarrier(Set<String> seenAt) {
    boolean shared = addresses.stream().anyMatch(HostNetwork::isCarriers) && isBehindRouter(seenAt);
    boolean hidden =
        routerAddress.isPresent() && !seenAt.isEmpty() && !seenAt.contains(routerAddress.get());
    return shared || hidden;
  }

  /** 100.64.0.0/10 */
  static boolean isCarriers(String address) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
  }

  private static @Nullable String localAddressTowards(InetSocketAddress target) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(target);
      return ((InetSocketAddress) channel.getLocalAddress()).getAddress().getHostAddress();
    } catch (IOException e) {
      return null;
    }
  }

  private static Set<String> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(HostNetwork::plain)
          .collect(Collectors.toSet());
    } catch (SocketException e) {
      return Set.of();
    }
  }

  private static String plain(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
