package network.golem.vm.provider.mapping;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ports forwarded by the owner's router for as long as this provider runs. Call {@link #keep}
 * at least once an hour: a router forgets after two, should the provider not come to an orderly
 * end. Thread-safe.
 */
public final class PortMapping {

  private static final Logger log = LoggerFactory.getLogger(PortMapping.class);
  private static final Duration LEASE = Duration.ofHours(2);

  private static final Duration END = Duration.ofSeconds(10);

  /** A router that has refused so many in a row refuses all. */
  private static final int MOST_REFUSALS = 3;

  private final Set<Integer> forwarded = new TreeSet<>();
  private Optional<Router> router = Optional.empty();
  private String told = "";

  /** Has the router forward these ports to this host, or go on to. Takes up to seconds. */
  public synchronized void keep(Collection<Integer> ports) throws InterruptedException {
    router = Router.find();
    if (router.isEmpty()) {
      tell(
          "--map-ports: no router in this network takes wishes; switch on UPnP or NAT-PMP in its"
              + " settings, and have upnpc (package miniupnpc) or natpmpc installed here");
      return;
    }
    String refusal = forwardAll(router.get(), ports);
    tell(
        forwarded.isEmpty() || !refusal.isEmpty()
            ? "--map-ports: the router forwards %d of %d ports by %s: %s"
                .formatted(forwarded.size(), ports.size(), router.get().protocol(), refusal)
            : "--map-ports: the router at %s forwards all %d ports by %s"
                .formatted(router.get().address(), ports.size(), router.get().protocol()));
  }

  private String forwardAll(Router to, Collection<Integer> ports) throws InterruptedException {
    String refusal = "";
    int refusals = 0;
    for (int port : ports) {
      try {
        to.forward(port, LEASE);
        forwarded.add(port);
        refusals = 0;
      } catch (Router.Refused e) {
        forwarded.remove(port);
        refusal = String.valueOf(e.getMessage());
        if (++refusals == MOST_REFUSALS) {
          break;
        }
      }
    }
    return refusal;
  }

  /** The router's outer address, where it has told it. */
  public synchronized Optional<String> routerAddress() {
    return router.map(Router::address);
  }

  /** Takes back what was asked for, as far as the router lets it in a few seconds. */
  public synchronized void end() throws InterruptedException {
    if (router.isEmpty() || forwarded.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + END.toNanos();
    int ended = 0;
    for (int port : forwarded) {
      if (System.nanoTime() > deadline) {
        break;
      }
      router.get().end(port);
      ended++;
    }
    log.info("the router was told to forward {} of {} ports no longer", ended, forwarded.size());
    forwarded.clear();
  }

  private void tell(String news) {
    if (!news.equals(told)) {
      log.info("{}", news);
    }
    told = news;
  }
}
