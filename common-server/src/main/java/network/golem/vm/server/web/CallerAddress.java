package network.golem.vm.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;

/** The address that a request came from: of the connection itself, never from a header. */
public final class CallerAddress {

  private CallerAddress() {}

  /** An IPv4 caller has an IPv4 address here, also when the socket was an IPv6 one. */
  public static InetAddress of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    int zone = address.indexOf('%');
    return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
  }
}
