package network.golem.vm.provider.backend.multipass;

import java.time.Instant;
import java.util.List;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Isolation;

/**
 * Keeps the guests of Multipass from this host, its networks and each other, and knows whether that
 * holds. Thread-safe.
 */
public final class BridgeIsolation {

  /** Of Multipass's driver "qemu", the only one on Linux since 1.17. */
  private static final String BRIDGE = "mpqemubr0";

  private final BridgeFilter filter;
  private final BridgeProbe probe;
  private volatile Isolation last = Isolation.NOT_TRIED;

  /**
   * @param closedPorts TCP ports that guests reach nowhere
   */
  public BridgeIsolation(List<Integer> closedPorts) {
    this.filter = new BridgeFilter(BRIDGE, closedPorts);
    this.probe = new BridgeProbe(BRIDGE);
  }

  /** As last found. */
  Isolation last() {
    return last;
  }

  /** Loads the filter where it is not there; tries it whenever it was loaded. */
  public synchronized Isolation check() throws InterruptedException {
    try {
      boolean loaded = filter.enforce();
      if (loaded || last.proved() == null || last.complaint() != null) {
        probe.run(filter.address());
        last = new Isolation(Instant.now(), null);
      }
    } catch (BackendException e) {
      last = new Isolation(last.proved(), e.getMessage());
    }
    return last;
  }

  /**
   * Checks right before a guest begins to run.
   *
   * @throws BackendException.Failed where it would not be isolated
   */
  void require() throws BackendException, InterruptedException {
    String complaint = check().complaint();
    if (complaint != null) {
      throw new BackendException.Failed("its VMs cannot be isolated now: " + complaint);
    }
  }
}
