package network.golem.vm.provider.vm;

import java.util.Set;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.provider.settings.ProviderSettings;

/**
 * Whom the owner rents out to. VMs that somebody has already stay theirs.
 *
 * @param allowed node ids; empty for all
 * @param denied node ids, whether allowed or not
 */
record Clientele(Set<String> allowed, Set<String> denied) {

  Clientele {
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
  }

  static Clientele of(ProviderSettings settings) {
    return new Clientele(
        Set.copyOf(settings.allowRequestors()), Set.copyOf(settings.denyRequestors()));
  }

  void check(NodeId requestor) {
    boolean served = allowed.isEmpty() || allowed.contains(requestor.value());
    if (!served || denied.contains(requestor.value())) {
      throw new ProblemException(
          ProblemCode.REQUESTOR_REFUSED,
          "this provider does not rent out to " + requestor.abbreviated(),
          "Choose another provider: golem vm providers.");
    }
  }
}
