package network.golem.vm.model.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code POST /check-ports}.
 *
 * @param success true when at least one port is accessible
 * @param results by port
 * @param message a summary for a person
 */
public record PortCheckResponse(boolean success, Map<Integer, Result> results, String message) {

  /**
   * What became of one port.
   *
   * @param accessible true when a TCP connection was made
   * @param error {@code refused}, {@code timed_out} or {@code unreachable} when it was not
   */
  public record Result(boolean accessible, @Nullable String error) {}
}
