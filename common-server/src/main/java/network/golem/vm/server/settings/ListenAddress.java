package network.golem.vm.server.settings;

import java.net.InetAddress;
import network.golem.vm.model.problem.InvalidValueException;

/** An address that a server listens on, as a person sets it. */
public final class ListenAddress {

  private static final String ALLOWED = "an IP address of this host, 0.0.0.0 or localhost";

  private ListenAddress() {}

  /** Refuses names other than {@code localhost}: they may mean another address tomorrow. */
  public static String check(String field, String address) {
    if (address.equals("localhost")) {
      return address;
    }
    try {
      InetAddress.ofLiteral(address);
      return address;
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(field, address, ALLOWED);
    }
  }
}
