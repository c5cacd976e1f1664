package network.golem.vm.discovery.guard;

import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
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

  private final Limiter reads;
  private final Limiter writes;

  AddressLimit(DiscoverySettings settings) {
    this.reads = new Limiter(settings.rateLimitReads(), TimeMeter.SYSTEM_MILLISECONDS);
    this.writes = new Limiter(settings.rateLimitWrites(), TimeMeter.SYSTEM_MILLISECONDS);
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
    Limiter.Verdict verdict = (reading ? reads : writes).spend(key(caller));
    if (verdict != null) {
      RateHeaders.put(verdict, response);
      if (verdict.isRefused()) {
        refuse(verdict, caller, response);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private static void refuse(
      Limiter.Verdict verdict, InetAddress caller, HttpServletResponse response)
      throws IOException {
    Problem problem =
        RateHeaders.problem(verdict, "requests of this kind from " + caller.getHostAddress());
    response.setStatus(problem.status());
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(verdict.retryAfter()));
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(problem));
  }

  /** Of IPv6, the half that a network gets: its hosts choose the other as they like. */
  static Object key(InetAddress caller) {
    byte[] address = caller.getAddress();
    return address.length == 4 ? caller : ByteBuffer.wrap(address).getLong();
  }
}
