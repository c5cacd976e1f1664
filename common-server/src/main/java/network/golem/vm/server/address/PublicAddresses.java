package network.golem.vm.server.address;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are on the internet: all but multicast and those that the IANA registries of
 * special-purpose addresses (https://www.iana.org/assignments/iana-ipv4-special-registry, RFC 6890)
 * say are not globally reachable.
 */
public final class PublicAddresses {

  /** IPv4 that is not on the internet, in CIDR notation. */
  public static final List<String> NOT_IPV4 =
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

  private static final List<AddressRange> NOT_IPV4_RANGES = ranges(NOT_IPV4);

  /** Global unicast, and the parts of it that are something else; 6to4 could hide any IPv4. */
  private static final AddressRange IPV6 = AddressRange.parse("address", "2000::/3");

  private static final List<AddressRange> NOT_IPV6 =
      ranges(List.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

  private PublicAddresses() {}

  /** Whether an address is on the internet. */
  public static boolean contain(InetAddress address) {
    return address.getAddress().length == 4
        ? NOT_IPV4_RANGES.stream().noneMatch(range -> range.contains(address))
        : IPV6.contains(address) && NOT_IPV6.stream().noneMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(List<String> networks) {
    return networks.stream().map(network -> AddressRange.parse("address", network)).toList();
  }
}
