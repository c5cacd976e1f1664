package network.golem.vm.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an access port is opened for. Its text, {@code PORT OWNER HOST PORT plain|proxy-v2} with
 * {@code - 0} for a target that is not known yet, is used on the control socket and in the table.
 *
 * @param port the access port
 * @param owner the VM that it leads to; no spaces
 * @param target where the VM's SSH server is, by IP address; null when that is to be asked for
 * @param proxyProtocol whether the guest is told each client's address, by a PROXY protocol version
 *     2 header
 */
public record Opening(
    int port, String owner, @Nullable InetSocketAddress target, boolean proxyProtocol) {

  private static final String UNKNOWN = "-";
  private static final String PLAIN = "plain";
  private static final String PROXY = "proxy-v2";
  private static final String NEXT = ";";

  public Opening {
    if (owner.isEmpty() || owner.chars().anyMatch(c -> c <= ' ')) {
      throw new IllegalArgumentException("not an owner: '" + owner + "'");
    }
  }

  /** The same with another target, where there is one. */
  public Opening leadingTo(@Nullable InetSocketAddress found) {
    return found == null ? this : new Opening(port, owner, found, proxyProtocol);
  }

  /** Words after the known ones are of a later version, and left alone. */
  public static Opening of(String line) {
    return of(Arrays.asList(line.split(" ")));
  }

  static Opening of(List<String> words) {
    return new Opening(
        Integer.parseInt(words.get(0)),
        words.get(1),
        target(words.get(2), words.get(3)),
        words.get(4).equals(PROXY));
  }

  /** Of the words of many, each but the last followed by {@code ;}. */
  static List<Opening> all(List<String> words) {
    List<Opening> all = new ArrayList<>();
    List<String> rest = words;
    for (int end = rest.indexOf(NEXT); end >= 0; end = rest.indexOf(NEXT)) {
      all.add(of(rest.subList(0, end)));
      rest = rest.subList(end + 1, rest.size());
    }
    all.add(of(rest));
    return all;
  }

  /** The text of many. */
  public static String text(Collection<Opening> all) {
    return all.stream().map(Opening::toString).collect(Collectors.joining(" " + NEXT + " "));
  }

  static @Nullable InetSocketAddress target(String host, String port) {
    return host.equals(UNKNOWN)
        ? null
        : new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port));
  }

  /** {@code HOST PORT} of a target. */
  static String text(@Nullable InetSocketAddress target) {
    return target == null
        ? UNKNOWN + " 0"
        : target.getAddress().getHostAddress() + " " + target.getPort();
  }

  @Override
  public String toString() {
    return String.join(
        " ", String.valueOf(port), owner, text(target), proxyProtocol ? PROXY : PLAIN);
  }
}
