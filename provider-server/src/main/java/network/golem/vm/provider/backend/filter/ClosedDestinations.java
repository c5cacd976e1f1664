package network.golem.vm.provider.backend.filter;

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
 * Where no guest's connections go.
 *
 * @param networks in CIDR notation
 * @param ports of TCP, at any address
 */
public record ClosedDestinations(List<String> networks, List<Integer> ports) {

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

  public ClosedDestinations {
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** Special addresses, and all networks that this host is in now. */
  public static ClosedDestinations ofThisHost(List<Integer> ports) {
    return new ClosedDestinations(
        Stream.concat(SPECIAL.stream(), networksOfThisHost().stream()).distinct().toList(), ports);
  }

  /** IPv4 addresses of this host, but for its loopback. */
  public static List<String> addressesOfThisHost() {
    return interfaces()
        .filter(address -> !address.getAddress().isLoopbackAddress())
        .map(address -> address.getAddress().getHostAddress())
        .toList();
  }

  /**
   * Rules in the syntax of nft(8), from a resource in which {@code @CLOSED@} stands for the
   * networks and {@code @CLOSED_PORTS@} for the rule about ports.
   */
  public String rules(Class<?> beside, String resource) {
    return template(beside, resource)
        .replace("@CLOSED@", String.join(", ", networks))
        .replace("@CLOSED_PORTS@", portRule());
  }

  private String portRule() {
    return ports.isEmpty()
        ? ""
        : "tcp dport { %s } reject with tcp reset"
            .formatted(ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static SortedSet<String> networksOfThisHost() {
    return interfaces()
        .map(network ->
            network.getAddress().getHostAddress() + "/" + network.getNetworkPrefixLength())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<InterfaceAddress> interfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .filter(address -> address.getAddress() instanceof Inet4Address);
    } catch (SocketException e) {
      throw new UncheckedIOException("cannot tell which networks this host is in", e);
    }
  }

  private static String template(Class<?> beside, String resource) {
    try (InputStream rules = beside.getResourceAsStream(resource)) {
      if (rules == null) {
        throw new IllegalStateException(resource + " is not in this program");
      }
      return new String(rules.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
