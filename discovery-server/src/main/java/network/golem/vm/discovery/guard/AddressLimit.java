package network.golem.vm.discovery.guard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.server.limit.Allowance;
import network.golem.vm.server.limit.CallerNetwork;
import network.golem.vm.server.limit.Limiter;
import network.golem.vm.server.web.CallerAddress;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How much one address may ask, before anything is read or verified for it. Balancers may ask for
 * the health as often as they like.
 */
@Component
@Order(AddressLimit.ORDER)
class AddressLimit extends OncePerRequestFilter {

  /** After it is known who asks. */
  static final int ORDER = ForwardedCaller.ORDER + 1;

  private final Limiter<CallerNetwork> reads;
  private final Limiter<CallerNetwork> writes;

  AddressLimit(DiscoverySettings settings) {
    this.reads = new Limiter<>(settings.rateLimitReads());
    this.writes = new Limiter<>(settings.rateLimitWrites());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().equals("/health");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    InetAddress caller = CallerAddress.of(request);
    boolean reading = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    Allowance allowance = (reading ? reads : writes).spend(CallerNetwork.of(caller));
    allowance.tell(response);
    if (allowance.isRefused()) {
      refuse(allowance, caller, response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static void refuse(Allowance allowance, InetAddress caller, HttpServletResponse response)
      throws IOException {
    Problem problem = allowance.problem("requests of this kind from " + caller.getHostAddress());
    response.setStatus(problem.status());
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(allowance.retryAfter()));
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(problem));
  }
}
