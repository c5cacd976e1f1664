package network.golem.vm.discovery.guard;

import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletResponse;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.stereotype.Component;

/**
 * How often one provider may make statements, from however many addresses. Counted only once a
 * signature is verified, else anyone could use up another's share. Thread-safe.
 */
@Component
public class ProviderLimit {

  private final Limiter limiter;

  ProviderLimit(DiscoverySettings settings) {
    this.limiter = new Limiter(settings.rateLimitProvider(), TimeMeter.SYSTEM_MILLISECONDS);
  }

  /**
   * Counts a statement, and puts what is left into the answer.
   *
   * @throws ProblemException {@code rate.limited}
   */
  public void spend(NodeId provider, HttpServletResponse response) {
    Limiter.Verdict verdict = limiter.spend(provider);
    if (verdict != null && verdict.isRefused()) {
      RateHeaders.put(verdict, response);
      throw new ProblemException(
          RateHeaders.problem(verdict, "statements of provider " + provider.abbreviated()));
    }
  }
}
