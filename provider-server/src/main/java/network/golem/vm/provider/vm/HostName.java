package network.golem.vm.provider.vm;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This host's name, reduced to what a provider's name may be; a fixed word where it has none. */
record HostName(String value) {

  private static final int LONGEST = 63;

  static HostName ofThisHost() {
    try {
      String name =
          InetAddress.getLocalHost()
              .getHostName()
              .replaceAll("[^A-Za-z0-9._-]", "-")
              .replaceAll("^[^A-Za-z0-9]+", "");
      return new HostName(
          name.isEmpty() ? "provider" : name.substring(0, Math.min(LONGEST, name.length())));
    } catch (UnknownHostException e) {
      return new HostName("provider"); // a host need not know its own name
    }
  }
}
