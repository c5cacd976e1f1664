package network.golem.vm.provider.backend.multipass;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import network.golem.vm.provider.backend.Instance;
import org.jspecify.annotations.Nullable;

/** The answer to {@code multipass list --format json}, as far as all versions agree on it. */
record Listing(List<Entry> list) {

  /** An answer without a list is no empty list. */
  Listing {
    if (list == null) {
      throw new IllegalArgumentException("there is no list");
    }
  }

  /**
   * One instance.
   *
   * @param state one of Multipass's own words
   * @param ipv4 of a running instance; the first is the one that Multipass itself reaches it by,
   *     the others are what the guest says of itself
   */
  record Entry(String name, @Nullable String state, @Nullable List<@Nullable String> ipv4) {

    Instance toInstance(int sshPort) {
      InetSocketAddress ssh =
          address().map(address -> new InetSocketAddress(address, sshPort)).orElse(null);
      return new Instance(name, toState(), ssh);
    }

    /**
     * Unknown is how Multipass calls a guest that boots and has no address yet. A deleted instance
     * can be recovered by hand, so it is neither stopped nor gone.
     */
    private Instance.State toState() {
      return switch (state == null ? "" : state) {
        case "Running" -> Instance.State.RUNNING;
        case "Stopped", "Suspended" -> Instance.State.STOPPED;
        case "Starting", "Restarting", "Delayed Shutdown", "Suspending", "Unknown" ->
            Instance.State.CHANGING;
        default -> Instance.State.UNKNOWN;
      };
    }

    private Optional<InetAddress> address() {
      return ipv4 == null
          ? Optional.empty()
          : ipv4.stream().filter(Objects::nonNull).findFirst().flatMap(Entry::guestAddress);
    }

    /**
     * Anything but the address of another machine, such as {@code N/A}, is no address: nobody may
     * be proxied to this host.
     */
    private static Optional<InetAddress> guestAddress(String text) {
      try {
        InetAddress address = Inet4Address.ofLiteral(text);
        boolean ofThisHost = address.isLoopbackAddress() || address.isAnyLocalAddress();
        return ofThisHost || address.isLinkLocalAddress() || address.isMulticastAddress()
            ? Optional.empty()
            : Optional.of(address);
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // Multipass says N/A when it does not know
      }
    }
  }
}
