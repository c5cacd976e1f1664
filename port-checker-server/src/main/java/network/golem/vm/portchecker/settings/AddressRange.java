package network.golem.vm.portchecker.settings;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;

/**
 * A range of IP addresses, as in {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is
 * one too.
 */
public record AddressRange(InetAddress network, int prefix) {

  /** Of RFC 1918, 6598 (carrier-grade NAT), 3927, 4193, 4291 and the loopback. */
  private static final List<AddressRange> PRIVATE =
      List.of(
          parse("10.0.0.0/8"),
          parse("172.16.0.0/12"),
          parse("192.168.0.0/16"),
          parse("100.64.0.0/10"),
          parse("169.254.0.0/16"),
          parse("127.0.0.0/8"),
          parse("fc00::/7"),
          parse("fe80::/10"),
          parse("::1"));

  /** Refuses names and spellings other than the usual. */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network =
        InetAddress.ofLiteral(
            Advertisement.checkAddress("network", slash < 0 ? text : text.substring(0, slash)));
    int bits = network.getAddress().length * 8;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("a prefix has from 0 to " + bits + " bits");
    }
    return new AddressRange(network, prefix);
  }

  /** An IPv4 address is in no range of IPv6. */
  public boolean contains(InetAddress address) {
    int bits = network.getAddress().length * 8;
    return address.getAddress().length * 8 == bits
        && start(network, bits).equals(start(address, bits));
  }

  /** Whether it means another host in each network. */
  public static boolean isPrivate(InetAddress address) {
    return PRIVATE.stream().anyMatch(range -> range.contains(address));
  }

  private BigInteger start(InetAddress address, int bits) {
    return new BigInteger(1, address.getAddress()).shiftRight(bits - prefix);
  }
}
