package network.golem.vm.discovery.guard;

import jakarta.servlet.http.HttpServletResponse;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;

/**
 * Tells a client what it may still ask, in the fields that most services use
 * (draft-ietf-httpapi-ratelimit-headers-07, section 3).
 */
final class RateHeaders {

  private RateHeaders() {}

  static void put(Limiter.Verdict verdict, HttpServletResponse response) {
    response.setHeader("RateLimit-Limit", String.valueOf(verdict.limit()));
    response.setHeader("RateLimit-Remaining", String.valueOf(verdict.remaining()));
    response.setHeader("RateLimit-Reset", String.valueOf(verdict.reset()));
  }

  /**
   * @param whose for example {@code requests from 192.0.2.1}
   */
  static Problem problem(Limiter.Verdict verdict, String whose) {
    return Problem.of(
            ProblemCode.RATE_LIMITED,
            "more than " + verdict.limit() + " " + whose + " in a minute",
            "Try again in " + verdict.retryAfter() + " s.")
        .with(Problem.RETRY_AFTER, verdict.retryAfter());
  }
}
