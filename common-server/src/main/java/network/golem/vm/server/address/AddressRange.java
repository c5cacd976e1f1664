package network.golem.vm.server.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * A range of IP addresses, as in {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is
 * one too.
 */
public record AddressRange(InetAddress network, int prefix) {

  /** Of RFC 1918, 6598 (carrier-grade NAT), 3927, 4193, 4291 and the loopback. */
  private static final List<AddressRange> PRIVATE =
      List.of(
          known("10.0.0.0/8"),
          known("172.16.0.0/12"),
          known("192.168.0.0/16"),
          known("100.64.0.0/10"),
          known("169.254.0.0/16"),
          known("127.0.0.0/8"),
          known("fc00::/7"),
          known("fe80::/10"),
          known("::1"));

  /**
   * Reads one.
   *
   * @param field that it is the value of, for the refusal of names and spellings other than the
   *     usual
   * @throws InvalidValueException when it is none
   */
  public static AddressRange parse(String field, String text) {
    try {
      int slash = text.indexOf('/');
      InetAddress network =
          InetAddress.ofLiteral(
              Advertisement.checkAddress(field, slash < 0 ? text : text.substring(0, slash)));
      int bits = network.getAddress().length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      if (prefix >= 0 && prefix <= bits) {
        return new AddressRange(network, prefix);
      }
    } catch (IllegalArgumentException e) {
      // As good as a prefix that is out of range.
    }
    throw new InvalidValueException(field, text, "an IP address or a range such as 10.0.0.0/8");
  }

  /** Reads several. */
  public static List<AddressRange> parseAll(String field, List<String> texts) {
    return texts.stream().map(text -> parse(field, text.strip())).toList();
  }

  private static AddressRange known(String text) {
    return parse("range", text);
  }

  /** Whether an address is one of them. An IPv4 address is in no range of IPv6. */
  public boolean contains(InetAddress address) {
    byte[] one = network.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    int whole = prefix / 8;
    int rest = prefix % 8;
    return Arrays.equals(one, 0, whole, other, 0, whole)
        && (rest == 0 || ((one[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0);
  }

  /** Whether it means another host in each network. */
  public static boolean isPrivate(InetAddress address) {
    return PRIVATE.stream().anyMatch(range -> range.contains(address));
  }
}
