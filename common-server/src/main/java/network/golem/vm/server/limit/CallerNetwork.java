package network.golem.vm.server.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom an address stands for when requests are counted: of IPv4 itself, of IPv6 the /64 that a
 * household is given at least, since it chooses the rest as it likes.
 */
public record CallerNetwork(boolean isIpv6, long prefix) {

  public static CallerNetwork of(InetAddress caller) {
    ByteBuffer address = ByteBuffer.wrap(caller.getAddress());
    boolean isIpv6 = caller instanceof Inet6Address;
    return new CallerNetwork(isIpv6, isIpv6 ? address.getLong() : address.getInt());
  }
}
