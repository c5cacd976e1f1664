package network.golem.vm.portchecker.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.address.AddressRange;
import network.golem.vm.server.web.CallerAddress;
import org.springframework.stereotype.Component;

/**
 * The address that a request came from. Normally the connection's; behind trusted proxies the last
 * address in {@code X-Forwarded-For} that is none of theirs, since what stands before it was
 * written by whoever asks. Thread-safe.
 */
@Component
public class Callers {

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final List<AddressRange> trustedProxies;

  Callers(PortCheckerSettings settings) {
    this.trustedProxies = settings.trustedRanges();
  }

  /** The one address that may be dialled for this request. */
  public InetAddress of(HttpServletRequest request) {
    InetAddress peer = CallerAddress.of(request);
    if (!isTrusted(peer)) {
      return peer;
    }
    for (String hop : hopsFromTheLast(request)) {
      InetAddress address = parsed(hop);
      if (!isTrusted(address)) {
        return checkForwarded(address, peer);
      }
    }
    return peer;
  }

  /** A proxy that stands in the open has no business with addresses inside somebody's network. */
  private static InetAddress checkForwarded(InetAddress caller, InetAddress proxy) {
    if (caller.isAnyLocalAddress()
        || caller.isMulticastAddress()
        || (AddressRange.isPrivate(caller) && !AddressRange.isPrivate(proxy))) {
      throw refusal("the proxy says that the request came from " + caller.getHostAddress());
    }
    return caller;
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> hopsFromTheLast(HttpServletRequest request) {
    List<String> hops = new ArrayList<>();
    Collections.list(request.getHeaders(FORWARDED_FOR))
        .forEach(header -> hops.addAll(List.of(header.split(",", -1))));
    return hops.reversed();
  }

  private static InetAddress parsed(String hop) {
    try {
      return InetAddress.ofLiteral(Advertisement.checkAddress(FORWARDED_FOR, hop.strip()));
    } catch (InvalidValueException e) {
      throw refusal("the proxy's " + FORWARDED_FOR + " has an entry that is no address");
    }
  }

  private static ProblemException refusal(String why) {
    return new ProblemException(
        ProblemCode.PORT_CHECK_FOREIGN_ADDRESS,
        why,
        "For the operator: PORT_CHECKER_TRUSTED_PROXIES names the proxies that append the caller's"
            + " address.");
  }
}
