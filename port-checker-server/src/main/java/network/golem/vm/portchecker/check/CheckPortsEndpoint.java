package network.golem.vm.portchecker.check;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.caller.Callers;
import network.golem.vm.portchecker.caller.RateLimit;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Port checks, for anybody. Only the address that a request came from is ever dialled, so that
 * nobody can have the checker knock at a third party's door.
 */
@RestController
class CheckPortsEndpoint {

  private final CheckPorts checkPorts;

  private final Callers callers;
  private final RateLimit rateLimit;
  private final int maxPorts;

  CheckPortsEndpoint(
      CheckPorts checkPorts, Callers callers, RateLimit rateLimit, PortCheckerSettings settings) {
    this.checkPorts = checkPorts;
    this.callers = callers;
    this.rateLimit = rateLimit;
    this.maxPorts = settings.maxPorts();
  }

  /**
   * Dials ports of the caller and says which can be reached.
   *
   * @param wanted which ports, and how they are to prove that they are the caller's
   * @return 200, whatever was found
   * @throws ProblemException port-check.foreign-address, rate.limited
   */
  @PostMapping("/check-ports")
  PortCheckResponse check(
      @RequestBody PortCheckRequest wanted,
      HttpServletRequest request,
      HttpServletResponse response)
      throws InterruptedException {
    InetAddress caller = callers.of(request);
    refuseForeign(wanted, caller);
    if (wanted.ports().size() > maxPorts) {
      throw new InvalidValueException(
          "ports", wanted.ports().size() + " ports", "1 to " + maxPorts + " ports");
    }
    rateLimit.admit(caller, response);
    return answer(
        caller, checkPorts.check(caller, wanted.ports(), Evidence.wantedBy(wanted.proof())));
  }

  private static void refuseForeign(PortCheckRequest wanted, InetAddress caller) {
    if (wanted.providerIp() == null) {
      return;
    }
    String claimed = Advertisement.checkAddress("provider_ip", wanted.providerIp());
    if (!InetAddress.ofLiteral(claimed).equals(caller)) {
      throw new ProblemException(
          ProblemCode.PORT_CHECK_FOREIGN_ADDRESS,
          "provider_ip is " + claimed + ", but the request came from " + caller.getHostAddress(),
          "Leave provider_ip out, or send the request from that address.");
    }
  }

  private static PortCheckResponse answer(InetAddress caller, Map<Integer, Outcome> outcomes) {
    Map<Integer, PortCheckResponse.Result> results = new LinkedHashMap<>();
    outcomes.forEach((port, outcome) -> results.put(port, outcome.asResult()));
    long accessible =
        results.values().stream().filter(PortCheckResponse.Result::accessible).count();
    return new PortCheckResponse(
        accessible > 0,
        caller.getHostAddress(),
        results,
        accessible
            + " of "
            + results.size()
            + (results.size() == 1 ? " port is accessible" : " ports are accessible"));
  }
}
