package network.golem.vm.provider.backend.qemu;

import network.golem.vm.provider.backend.filter.ClosedDestinations;
import network.golem.vm.provider.settings.GuestPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The packet filter in the network namespace of one guest. The guest's own packets never get there:
 * QEMU makes connections in its name, and these are filtered.
 *
 * @param closed what it does not reach
 * @param rate Mbit/s of all its connections each way, or null for no limit
 */
record Firewall(ClosedDestinations closed, @Nullable Integer rate) {

  /** Network of the namespace's uplink; QEMU's own, which guests see, is 10.0.2.0/24. */
  static final String NETWORK = "10.0.3.0/24";

  /** The namespace's own address there. */
  static final String ADDRESS = "10.0.3.100";

  /** Where the uplink answers for the host's resolver. */
  static final String RESOLVER = "10.0.3.3";

  /** KiB: a few packets of the uplink, which are up to 64 KiB long. */
  private static final int SHORTEST_BURST = 256;

  /** Where in the namespace QEMU forwards to the guest's port 22. */
  static final int SSH_PORT = 2222;

  /** Keeps guests from special addresses and from all networks that this host is in now. */
  static Firewall ofThisHost(GuestPolicy policy) {
    return new Firewall(ClosedDestinations.ofThisHost(policy.closedPorts()), policy.networkRate());
  }

  /** What is over the rate is dropped, and TCP sends it again, more slowly. */
  private String rateRule(String direction) {
    if (rate == null) {
      return "";
    }
    long kilobytes = rate * 1_000_000L / 8 / 1024;
    return "%s \"%s\" limit rate over %d kbytes/second burst %d kbytes drop"
        .formatted(
            direction,
            Uplink.DEVICE,
            Math.max(1, kilobytes),
            Math.max(SHORTEST_BURST, kilobytes / 4));
  }

  /** In the syntax of nft(8). */
  String rules() {
    return closed
        .rules(Firewall.class, "network.nft")
        .replace("@RATE_OUT@", rateRule("oifname"))
        .replace("@RATE_IN@", rateRule("iifname"))
        .replace("@RESOLVER@", RESOLVER)
        .replace("@SSH_PORT@", String.valueOf(SSH_PORT));
  }
}
