package network.golem.vm.server.management;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * How many requests got which answer, and how long they took. By the pattern of the path and not
 * the path itself, which callers choose. Answers that go on after their thread has left, such as
 * events that are followed, are not counted.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestMetrics extends OncePerRequestFilter {

  /** Seconds: an answer from memory to a dial that timed out. */
  private static final double[] BUCKETS = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10};

  private static final double NANOS = 1e9;

  private final Histogram durations;

  RequestMetrics(PrometheusRegistry registry) {
    durations =
        Histogram.builder()
            .name("http_server_requests_seconds")
            .help("How long requests took, by method, pattern of the path and status")
            .labelNames("method", "uri", "status")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .register(registry);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long begun = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      if (!request.isAsyncStarted()) {
        durations
            .labelValues(method(request), pattern(request), Integer.toString(response.getStatus()))
            .observe((System.nanoTime() - begun) / NANOS);
      }
    }
  }

  /** Callers make up methods, too. */
  private static String method(HttpServletRequest request) {
    return switch (request.getMethod()) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> request.getMethod();
      default -> "other";
    };
  }

  private static String pattern(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null ? "none" : pattern.toString();
  }
}
