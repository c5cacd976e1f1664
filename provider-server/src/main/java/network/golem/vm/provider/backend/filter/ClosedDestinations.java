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
import network.golem.vm.server.address.PublicAddresses;

/**
 * Where no guest's connections go.
 *
 * @param networks in CIDR notation
 * @param ports of TCP, at any address
 */
public record ClosedDestinations(List<String> networks, List<Integer> ports) {

  public ClosedDestinations {
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** All that is not on the internet, and all networks that this host is in now. */
  public static ClosedDestinations ofThisHost(List<Integer> ports) {
    return new ClosedDestinations(
        Stream.concat(PublicAddresses.NOT_IPV4.stream(), networksOfThisHost().stream())
            .distinct()
            .toList(),
        ports);
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
