package network.golem.vm.portchecker.caller;

import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import network.golem.vm.server.limit.Allowance;
import network.golem.vm.server.limit.CallerNetwork;
import network.golem.vm.server.limit.Limiter;
import org.springframework.stereotype.Component;

/**
 * How often one address, and all together, may ask. What it remembers is bounded: of addresses that
 * are too many to remember, the total still holds. Thread-safe.
 */
@Component
public class RateLimit {

  private static final String EVERYBODY = "everybody";

  private final Limiter<CallerNetwork> each;
  private final Limiter<String> all;

  RateLimit(PortCheckerSettings settings) {
    this.each = new Limiter<>(settings.rateLimit());
    this.all = new Limiter<>(settings.totalRateLimit());
  }

  /**
   * Counts a request, and puts into the answer what its address may still ask.
   *
   * @throws ProblemException {@code rate.limited}
   */
  public void admit(InetAddress caller, HttpServletResponse response) {
    Allowance own = each.spend(CallerNetwork.of(caller));
    own.tell(response);
    own.require("requests from " + caller.getHostAddress());
    all.spend(EVERYBODY).require("requests from all addresses together");
  }
}
