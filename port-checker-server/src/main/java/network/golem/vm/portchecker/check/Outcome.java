package network.golem.vm.portchecker.check;

import java.util.Locale;
import network.golem.vm.model.port.PortCheckResponse;

/** What came of dialling a port. */
enum Outcome {
  ACCESSIBLE,

  /** The host, or a firewall before it, said no. */
  REFUSED,

  /** Nobody said anything. */
  TIMED_OUT,

  /** A router said that there is no way. */
  UNREACHABLE,

  /** It is open, but what answers is not what the caller said would. */
  FOREIGN;

  PortCheckResponse.Result asResult() {
    return new PortCheckResponse.Result(this == ACCESSIBLE, this == ACCESSIBLE ? null : wire());
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
