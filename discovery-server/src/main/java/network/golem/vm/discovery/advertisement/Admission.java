package network.golem.vm.discovery.advertisement;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import network.golem.vm.discovery.guard.EndpointRule;
import network.golem.vm.discovery.guard.ProviderLimit;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.advertisement.SignedStatement;
import network.golem.vm.model.advertisement.Withdrawal;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets statements into the directory that are what they claim to be, and counts the others by
 * reason. Thread-safe.
 */
@Component
class Admission {

  private final Directory directory;
  private final ProviderLimit limit;
  private final EndpointRule rule;
  private final Clock clock;
  private final ObjectProvider<AnnouncementWatcher> watchers;
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

  Admission(
      Directory directory,
      ProviderLimit limit,
      EndpointRule rule,
      Clock clock,
      ObjectProvider<AnnouncementWatcher> watchers) {
    this.directory = directory;
    this.limit = limit;
    this.rule = rule;
    this.clock = clock;
    this.watchers = watchers;
  }

  /**
   * @param response gets the limit of the provider when that is reached
   * @throws ProblemException when the statement is not let in
   */
  Listing announce(String signed, HttpServletResponse response) {
    Listing listing =
        counting(() -> {
          Advertisement said =
              SignedStatement.verifyAdvertisement(signed, clock, NativeCurves.BEST);
          limit.spend(said.providerId(), response);
          rule.check(said);
          return directory.announce(said, signed);
        });
    watchers.forEach(watcher -> watcher.announced(listing));
    return listing;
  }

  /**
   * @param provider the one that is to be withdrawn
   * @throws ProblemException when the statement is not let in
   */
  void withdraw(NodeId provider, String signed, HttpServletResponse response) {
    counting(() -> {
      Withdrawal said = SignedStatement.verifyWithdrawal(signed, clock);
      if (!said.providerId().equals(provider)) {
        throw new ProblemException(
            ProblemCode.ADVERTISEMENT_WRONG_PROVIDER,
            "the withdrawal is of provider " + said.providerId() + ", not of " + provider);
      }
      limit.spend(provider, response);
      directory.withdraw(said, signed);
      return said;
    });
  }

  /** Since the start, by the code of the problem. */
  Map<String, Long> refused() {
    Map<String, Long> counts = new TreeMap<>();
    refused.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  private <T> T counting(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (ProblemException e) {
      refused.computeIfAbsent(String.valueOf(e.problem().code()), _ -> new LongAdder()).increment();
      throw e;
    }
  }
}
