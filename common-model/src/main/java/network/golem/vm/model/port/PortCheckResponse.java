package network.golem.vm.model.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code POST /check-ports}.
 *
 * @param success true when at least one port is accessible
 * @param providerIp the address that was dialled: the caller's, as the checker sees it
 * @param results by port
 * @param message a summary for a person
 */
public record PortCheckResponse(
    boolean success, @Nullable String providerIp, Map<Integer, Result> results, String message) {

  /**
   * What became of one port.
   *
   * @param accessible true when a TCP connection was made and what was to be proved was proved
   * @param error {@code refused}, {@code timed_out}, {@code unreachable} or {@code foreign} (it is
   *     open, but something else answers) when it was not
   */
  public record Result(boolean accessible, @Nullable String error) {}
}
