package network.golem.vm.server.limit;

import jakarta.servlet.http.HttpServletResponse;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;

/**
 * What a request came to at a {@link Limiter}.
 *
 * @param limit requests a minute; 0 for no limit
 * @param remaining requests that may still come at once
 * @param reset seconds until all of them may come at once again
 * @param retryAfter seconds until the next may come; 0 when this one may
 */
public record Allowance(int limit, long remaining, long reset, long retryAfter) {

  static final Allowance UNLIMITED = new Allowance(0, Long.MAX_VALUE, 0, 0);

  public boolean isRefused() {
    return retryAfter > 0;
  }

  /**
   * Tells the client what it may still ask, in the fields that most services use
   * (draft-ietf-httpapi-ratelimit-headers-07, section 3).
   */
  public void tell(HttpServletResponse response) {
    if (limit > 0) {
      response.setHeader("RateLimit-Limit", String.valueOf(limit));
      response.setHeader("RateLimit-Remaining", String.valueOf(remaining));
      response.setHeader("RateLimit-Reset", String.valueOf(reset));
    }
  }

  /**
   * Lets the request pass, or refuses it.
   *
   * @param whose for example {@code requests from 192.0.2.1}
   * @throws ProblemException {@code rate.limited}, with when to try again, when this is refused
   */
  public void require(String whose) {
    if (isRefused()) {
      throw new ProblemException(problem(whose));
    }
  }

  /** What {@link #require} throws, for where nobody catches it: in a filter. */
  public Problem problem(String whose) {
    return Problem.of(
            ProblemCode.RATE_LIMITED,
            "more than " + limit + " " + whose + " in a minute",
            "Try again in " + retryAfter + " s.")
        .with(Problem.RETRY_AFTER, retryAfter);
  }
}
