package network.golem.vm.discovery.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.server.address.AddressRange;

/**
 * Which addresses are on the internet: all but those that the IANA registries of special-purpose
 * addresses (RFC 6890) say are not globally reachable.
 */
final class PublicAddresses {

  private static final List<AddressRange> NOT_IPV4 =
      blocks(
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

  /** Global unicast, and the parts of it that are something else; 6to4 could hide any IPv4. */
  private static final AddressRange IPV6 = AddressRange.parse("address", "2000::/3");

  private static final List<AddressRange> NOT_IPV6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    return address.getAddress().length == 4
        ? NOT_IPV4.stream().noneMatch(block -> block.contains(address))
        : IPV6.contains(address) && NOT_IPV6.stream().noneMatch(block -> block.contains(address));
  }

  private static List<AddressRange> blocks(String... blocks) {
    return Stream.of(blocks).map(block -> AddressRange.parse("address", block)).toList();
  }
}
