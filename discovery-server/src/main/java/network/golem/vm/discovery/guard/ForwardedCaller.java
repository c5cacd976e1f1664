package network.golem.vm.discovery.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.server.address.AddressRange;
import network.golem.vm.server.web.CallerAddress;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who asks, when a trusted proxy passes the request on: the last address in {@code Forwarded} (RFC
 * 7239) that is not of a trusted proxy itself. What stands before it anyone could have written.
 * From others the header means nothing.
 */
@Component
@Order(ForwardedCaller.ORDER)
class ForwardedCaller extends OncePerRequestFilter {

  static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

  /** {@code for=192.0.2.1}, {@code for="192.0.2.1:80"} or {@code for="[2001:db8::1]:80"}. */
  private static final Pattern FOR =
      Pattern.compile(
          "(?i)(?:^|[;,\\s])for=\"?(?:\\[([0-9a-f:.]+)]|([0-9.]+))(?::\\d{1,5})?\"?(?=[;,\\s]|$)");

  /** An element that says nobody: {@code unknown}, an obfuscated name, or no {@code for} at all. */
  private static final String NOBODY = "";

  private final List<AddressRange> trusted;

  ForwardedCaller(DiscoverySettings settings) {
    this.trusted = settings.proxies();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    InetAddress peer = CallerAddress.of(request);
    if (!isTrusted(peer)) {
      chain.doFilter(request, response);
      return;
    }
    String header = String.join(",", Collections.list(request.getHeaders("Forwarded")));
    String caller = caller(header, peer).getHostAddress();
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public String getRemoteAddr() {
            return caller;
          }
        },
        response);
  }

  /** From the right: each proxy adds the one that it was asked by. */
  InetAddress caller(String header, InetAddress peer) {
    InetAddress caller = peer;
    for (String element : List.of(header.split(",", -1)).reversed()) {
      String address = address(element);
      if (address.equals(NOBODY)) {
        return caller;
      }
      try {
        caller = InetAddress.ofLiteral(address);
      } catch (IllegalArgumentException e) {
        return caller; // like an element that says nobody
      }
      if (!isTrusted(caller)) {
        return caller;
      }
    }
    return caller;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(proxy -> proxy.contains(address));
  }

  private static String address(String element) {
    Matcher matcher = FOR.matcher(element);
    if (!matcher.find()) {
      return NOBODY;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
