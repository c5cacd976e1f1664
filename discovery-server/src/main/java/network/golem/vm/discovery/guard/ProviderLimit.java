package network.golem.vm.discovery.guard;

import jakarta.servlet.http.HttpServletResponse;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.limit.Allowance;
import network.golem.vm.server.limit.Limiter;
import org.springframework.stereotype.Component;

/**
 * How often one provider may make statements, from however many addresses. Counted only once a
 * signature is verified, else anyone could use up another's share. Thread-safe.
 */
@Component
public class ProviderLimit {

  private final Limiter<NodeId> limiter;

  ProviderLimit(DiscoverySettings settings) {
    this.limiter = new Limiter<>(settings.rateLimitProvider());
  }

  /**
   * Counts a statement; a refusal says what the provider has left, not its address.
   *
   * @throws ProblemException {@code rate.limited}
   */
  public void spend(NodeId provider, HttpServletResponse response) {
    Allowance allowance = limiter.spend(provider);
    if (allowance.isRefused()) {
      allowance.tell(response); // else what the address may still ask stands there
    }
    allowance.require("statements of provider " + provider.abbreviated());
  }
}
