package network.golem.vm.requestor.choice;

import java.time.Duration;
import network.golem.vm.model.advertisement.Advertisement;
import org.jspecify.annotations.Nullable;

/**
 * A provider that may get the VM.
 *
 * @param spare how often its free resources double the wanted ones, on average over CPU, memory and
 *     storage: 0 is an exact fit, 1 has twice as much free
 * @param handshake how long a connection to it takes, if that was measured
 * @param trouble why no connection came about, if that was tried in vain
 */
public record Candidate(
    Advertisement provider, double spare, @Nullable Duration handshake, @Nullable String trouble) {

  Candidate reachedIn(Duration time) {
    return new Candidate(provider, spare, time, null);
  }

  Candidate unreachable(String why) {
    return new Candidate(provider, spare, null, why);
  }

  /** Fits within the same doubling are alike: then the nearer provider is the better one. */
  int fit() {
    return (int) spare;
  }
}
