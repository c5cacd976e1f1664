package network.golem.vm.discovery.whoami;

import jakarta.servlet.http.HttpServletRequest;
import network.golem.vm.server.web.CallerAddress;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How a provider behind a router learns the address that renters reach it at; for anybody. */
@RestController
class WhoamiEndpoint {

  /**
   * Who asks.
   *
   * @param ipAddress IPv4 or IPv6, as discovery sees it
   */
  record Caller(String ipAddress) {}

  /**
   * The address that the request came from.
   *
   * @return 200
   */
  @GetMapping("/api/v1/whoami")
  Caller whoami(HttpServletRequest request) {
    return new Caller(CallerAddress.of(request).getHostAddress());
  }
}
