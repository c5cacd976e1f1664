package network.golem.vm.model.port;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import java.util.List;
import network.golem.vm.model.problem.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /check-ports}.
 *
 * @param providerIp the caller's own address, or absent; any other is refused
 * @param ports 1 to 1024 TCP ports
 */
public record PortCheckRequest(@Nullable String providerIp, List<Integer> ports) {

  public static final int MOST_PORTS = 1024;

  public PortCheckRequest {
    if (ports == null || ports.isEmpty() || ports.size() > MOST_PORTS) {
      throw new InvalidValueException(
          "ports", ports == null ? null : ports.size() + " ports", "1 to " + MOST_PORTS + " ports");
    }
    for (Integer port : ports) {
      checkRange("ports", InvalidValueException.checkPresent("ports", port), 1, 65_535);
    }
    ports = List.copyOf(ports);
  }
}
