package network.golem.vm.discovery.settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.model.problem.InvalidValueException;

/**
 * A block of addresses such as {@code 10.0.0.0/8}; a single address is one, too.
 *
 * @param bits of the prefix that all its addresses share
 */
public record Cidr(InetAddress network, int bits) {

  private static final String ALLOWED = "addresses or blocks such as 10.0.0.0/8";

  /** Reads several, separated by commas; none when empty. */
  public static List<Cidr> parseAll(String field, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(one -> parse(field, one.strip())).toList();
  }

  /** Reads one. */
  public static Cidr parse(String field, String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int most = network.getAddress().length * 8;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > most) {
        throw new InvalidValueException(field, text, ALLOWED);
      }
      return new Cidr(network, bits);
    } catch (NumberFormatException e) {
      throw new InvalidValueException(field, text, ALLOWED);
    } catch (IllegalArgumentException e) {
      throw e instanceof InvalidValueException refused
          ? refused
          : new InvalidValueException(field, text, ALLOWED);
    }
  }

  /** Whether an address is one of them. An IPv4 address is never in a block of IPv6. */
  public boolean contains(InetAddress address) {
    byte[] one = network.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    int whole = bits / 8;
    int rest = bits % 8;
    return Arrays.equals(one, 0, whole, other, 0, whole)
        && (rest == 0 || ((one[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0);
  }
}
