package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packet filter in the network namespace of one guest. The guest's own packets never get there:
 * QEMU makes connections in its name, and these are filtered.
 *
 * @param closed networks that it does not reach, in CIDR notation
 * @param closedPorts TCP ports that it reaches nowhere
 */
record Firewall(List<String> closed, List<Integer> closedPorts) {

  /** Network of the namespace's uplink; QEMU's own, which guests see, is 10.0.2.0/24. */
  static final String NETWORK = "10.0.3.0/24";

  /** The namespace's own address there. */
  static final String ADDRESS = "10.0.3.100";

  /** Where the uplink answers for the host's resolver. */
  static final String RESOLVER = "10.0.3.3";

  /** Where in the namespace QEMU forwards to the guest's port 22. */
  static final int SSH_PORT = 2222;

  /**
   * What the registry of special-purpose addresses does not call globally reachable
   * (https://www.iana.org/assignments/iana-ipv4-special-registry, RFC 6890), and multicast (RFC
   * 5771).
   */
  private static final List<String> SPECIAL =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  Firewall {
    closed = List.copyOf(closed);
    closedPorts = List.copyOf(closedPorts);
  }

  /** Keeps guests from special addresses and from all networks that this host is in now. */
  static Firewall ofThisHost(List<Integer> closedPorts) {
    return new Firewall(
        Stream.concat(SPECIAL.stream(), networksOfThisHost().stream()).distinct().toList(),
        closedPorts);
  }

  /** In the syntax of nft(8). */
  String rules() {
    return template()
        .replace("@CLOSED@", String.join(", ", closed))
        .replace("@CLOSED_PORTS@", ports())
        .replace("@RESOLVER@", RESOLVER)
        .replace("@SSH_PORT@", String.valueOf(SSH_PORT));
  }

  private String ports() {
    return closedPorts.isEmpty()
        ? ""
        : "tcp dport { %s } reject with tcp reset"
            .formatted(closedPorts.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static SortedSet<String> networksOfThisHost() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .filter(address -> address.getAddress() instanceof Inet4Address)
          .map(Firewall::network)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot tell which networks this host is in", e);
    }
  }

  private static String network(InterfaceAddress address) {
    return address.getAddress().getHostAddress() + "/" + address.getNetworkPrefixLength();
  }

  private static String template() {
    try (InputStream rules = Firewall.class.getResourceAsStream("network.nft")) {
      if (rules == null) {
        throw new IllegalStateException("network.nft is not in this program");
      }
      return new String(rules.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
