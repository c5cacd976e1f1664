package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.proxy.Control;
import network.golem.vm.proxy.Limits;
import network.golem.vm.proxy.Opening;
import network.golem.vm.proxy.Traffic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's side of the access proxy: which ports are to lead where. The proxy itself is a
 * process of its own, which is started when it is first needed, started again when it dies, and
 * replaced when this provider has another version of it; it and its connections outlive the
 * provider. Thread-safe.
 */
public final class SshProxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SshProxy.class);
  private static final long PAUSE_MILLIS = 1000;

  /** A machine may be busy for some seconds; killing a proxy ends all its connections. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long LOOK_MILLIS = 5000;

  private final ProxyProcesses processes;
  private final ProxyTraffic traffic;
  private final Map<Integer, Access> wanted = new ConcurrentHashMap<>();
  private @Nullable Thread attendant;
  private volatile @Nullable Control conversation;
  private volatile boolean closed;

  /**
   * @param directory where the proxy keeps its things; the owner's only
   * @param address the local address to listen on
   */
  public SshProxy(Path directory, InetAddress address, Limits limits) throws IOException {
    this(directory, address, limits, PATIENCE);
  }

  SshProxy(Path directory, InetAddress address, Limits limits, Duration patience)
      throws IOException {
    this.processes = new ProxyProcesses(directory, new ProxyProgram(address, limits), patience);
    this.traffic = new ProxyTraffic(directory);
  }

  /**
   * At a start, before any port is opened: what a proxy serves from before goes on where it is
   * still wanted, and is closed where not.
   */
  public void takeUp(Map<Integer, Access> stillWanted) throws IOException {
    if (!processes.areThereAny()) {
      return;
    }
    wanted.putAll(stillWanted);
    processes.ensureOneServes();
    closeUnwanted();
    attend();
  }

  private void closeUnwanted() throws IOException {
    for (Traffic open : traffic()) {
      Access access = wanted.get(open.port());
      if (access == null || !access.owner().equals(open.owner())) {
        processes.askAll("close " + open.port() + " " + open.owner());
        traffic.forget(open.port());
      }
    }
  }

  /**
   * Listens on {@code port}. Where it does already for the same VM, nothing changes for open
   * connections.
   *
   * @throws IOException when the port cannot be had; the message names it
   */
  public void open(int port, Access access) throws IOException {
    String refusal = open(Map.of(port, access)).get(port);
    if (refusal != null) {
      throw new IOException(refusal);
    }
  }

  /**
   * The same for many ports by one request.
   *
   * @return why, for each that cannot be had
   * @throws IOException when none can be had
   */
  public Map<Integer, String> open(Map<Integer, Access> accesses) throws IOException {
    if (accesses.isEmpty()) {
      return Map.of();
    }
    List<Opening> openings = new ArrayList<>();
    accesses.forEach((port, access) -> openings.add(wanted(port, access)));
    Map<Integer, String> refusals = new HashMap<>();
    try {
      for (String line : processes.ask("open " + Opening.text(openings))) {
        int end = line.indexOf(' ');
        refusals.put(Integer.valueOf(line.substring(0, end)), line.substring(end + 1));
      }
    } catch (IOException e) {
      accesses.forEach(wanted::remove);
      throw e;
    }
    refusals.keySet().forEach(wanted::remove);
    attend();
    return refusals;
  }

  private Opening wanted(int port, Access access) {
    Access before = wanted.put(port, access);
    boolean known = before != null && before.owner().equals(access.owner());
    InetSocketAddress target = known ? null : firstTarget(access);
    return new Opening(port, access.owner(), target, access.proxyProtocol());
  }

  private static @Nullable InetSocketAddress firstTarget(Access access) {
    return access.seen() != null ? access.seen() : resolved(access).orElse(null);
  }

  /** Closes the port and all its connections; a closed one stays as it is. */
  public void close(int port) {
    wanted.remove(port);
    try {
      processes.askAll("close " + port);
      traffic.forget(port);
    } catch (IOException e) {
      log.warn("access port {} could not be closed: {}", port, e.getMessage());
    }
  }

  /** What passes and has passed through a port since it was opened; empty where it is closed. */
  public Optional<Traffic> traffic(int port) {
    return traffic().stream().filter(each -> each.port() == port).reduce(Traffic::plus);
  }

  /** The same for all ports; a port is told of twice while its proxy is replaced. */
  public List<Traffic> traffic() {
    try {
      return traffic.all();
    } catch (IOException e) {
      log.debug("no access proxy tells what passes", e);
      return List.of();
    }
  }

  private synchronized void attend() {
    if (attendant == null && !closed) {
      attendant = Thread.ofVirtual().name("access proxy").start(this::answer);
      Thread.ofVirtual().name("access proxy watch").start(this::watch);
    }
  }

  /** Answers the proxy's questions, and notices its end. */
  private void answer() {
    while (!closed) {
      try (Control control = Control.connect(processes.socket())) {
        conversation = control;
        control.write("resolve");
        while (true) {
          Opening asked = Opening.of(control.next());
          Thread.ofVirtual().start(() -> answer(asked, control));
        }
      } catch (IOException e) {
        revive();
      }
    }
  }

  private void revive() {
    if (closed) {
      return;
    }
    log.warn("the access proxy has ended; it is started again");
    try {
      processes.ensureOneServes();
      closeUnwanted();
    } catch (IOException e) {
      log.error("access ports are closed: {}", e.getMessage());
      pause(PAUSE_MILLIS);
    }
  }

  /** The end of one that is killed here is noticed like any. */
  private void watch() {
    while (!closed) {
      pause(LOOK_MILLIS);
      try {
        processes.endHung();
      } catch (IOException e) {
        log.debug("no access proxy can be looked for", e);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Opening asked, Control control) {
    Access access = wanted.get(asked.port());
    Opening now = asked;
    if (access != null && access.owner().equals(asked.owner())) {
      now = asked.leadingTo(resolved(access).orElse(null));
    }
    try {
      control.write(now.toString());
    } catch (IOException e) {
      log.debug("the access proxy has ended while it was answered", e);
    }
  }

  private static Optional<InetSocketAddress> resolved(Access access) {
    try {
      return Optional.of(access.target().resolve());
    } catch (IOException e) {
      log.debug("{} is not found", access.owner(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Leaves the proxy to itself; it ends only when it has no port open. */
  @Override
  public void close() {
    closed = true;
    Control last = conversation;
    try {
      if (last != null) {
        last.close();
      }
      if (processes.areThereAny()) {
        processes.askAll("leave");
      }
    } catch (IOException e) {
      log.debug("no access proxy is told to leave", e);
    }
  }
}
