package network.golem.vm.portchecker.check;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.port.PortCheckRequest;
import network.golem.vm.model.port.PortCheckResponse;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.web.CallerAddress;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Port checks over HTTP. Only the address that a request came from is ever dialled, so that nobody
 * can have the checker knock at a third party's door.
 */
@RestController
class CheckPortsEndpoint {

  private final CheckPorts checkPorts;

  CheckPortsEndpoint(CheckPorts checkPorts) {
    this.checkPorts = checkPorts;
  }

  @PostMapping("/check-ports")
  PortCheckResponse check(@RequestBody PortCheckRequest wanted, HttpServletRequest request)
      throws InterruptedException {
    InetAddress caller = CallerAddress.of(request);
    refuseForeign(wanted, caller);
    return answer(checkPorts.check(caller, wanted.ports()));
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

  private static PortCheckResponse answer(Map<Integer, Outcome> outcomes) {
    Map<Integer, PortCheckResponse.Result> results = new LinkedHashMap<>();
    outcomes.forEach((port, outcome) -> results.put(port, outcome.asResult()));
    long accessible =
        results.values().stream().filter(PortCheckResponse.Result::accessible).count();
    return new PortCheckResponse(
        accessible > 0,
        results,
        accessible
            + " of "
            + results.size()
            + (results.size() == 1 ? " port is accessible" : " ports are accessible"));
  }
}
