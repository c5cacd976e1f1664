package network.golem.vm.discovery.guard;

import java.net.InetAddress;
import network.golem.vm.discovery.settings.DiscoverySettings;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.server.address.PublicAddresses;
import org.springframework.stereotype.Component;

/**
 * Providers are to be where renters can reach them. An address of a private network would lead each
 * renter to another host, or into its own network. Thread-safe.
 */
@Component
public class EndpointRule {

  private final boolean privateAllowed;

  EndpointRule(DiscoverySettings settings) {
    this.privateAllowed = settings.privateEndpoints();
  }

  /**
   * Refuses an endpoint that is not on the internet, unless private networks are served.
   *
   * @throws ProblemException {@code advertisement.private-endpoint}
   */
  public void check(Advertisement said) {
    if (!privateAllowed && !PublicAddresses.contain(InetAddress.ofLiteral(said.ipAddress()))) {
      throw new ProblemException(
          ProblemCode.ADVERTISEMENT_PRIVATE_ENDPOINT,
          said.ipAddress() + " is not an address on the internet",
          "Advertise the public address, or start discovery with"
              + " DISCOVERY_PRIVATE_ENDPOINTS=true for a private network.");
    }
  }
}
