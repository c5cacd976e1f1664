package network.golem.vm.provider.reach;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import network.golem.vm.provider.advertise.AdvertisingObjection;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.port.DoorSilent;
import network.golem.vm.provider.reach.Report.Readiness;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Whether renters can reach this provider. Looks once it has started, every hour, when a VM's SSH
 * server did not answer, and again with back-off while something keeps renters out; until they can
 * come, it objects to advertising. How to look is {@link Verification}'s part. Thread-safe.
 */
class Reach implements AdvertisingObjection {

  private static final Logger log = LoggerFactory.getLogger(Reach.class);

  /**
   * When to look.
   *
   * @param regular while all is well
   * @param firstRetry after a look that found renters kept out; each further one twice as long
   * @param lastRetry but not longer than that
   * @param apart the least from a wish to look again to the look
   */
  record Pace(Duration regular, Duration firstRetry, Duration lastRetry, Duration apart) {
    static final Pace USUAL =
        new Pace(
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1));
  }

  private final Look look;
  private final HostNetworkView network;
  private final IntSupplier port;
  private final AccessPorts ports;
  private final PublicAddress address;
  private final OwnerView view;
  private final Reachability reachability;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final Pace pace;
  private final Semaphore wishes = new Semaphore(0);
  private volatile Thread thread = new Thread(() -> {});
  private volatile boolean stopping;
  private volatile Optional<String> objection = Optional.of("its ports are being checked");

  /** Of the last look; one thread's. */
  private @Nullable Report last;

  /** Looks at all ports, as {@link Verification} does. */
  @FunctionalInterface
  interface Look {

    /**
     * Looks once.
     *
     * @param apiPort the provider's own port, which it listens on
     * @param answered hears each access port that a port checker has reached, from many threads
     */
    Report run(int apiPort, IntConsumer answered) throws InterruptedException;
  }

  /** Looks at how this host is connected; takes up to seconds. */
  @FunctionalInterface
  interface HostNetworkView {
    HostNetwork look() throws InterruptedException;
  }

  Reach(
      Look look,
      HostNetworkView network,
      IntSupplier port,
      AccessPorts ports,
      PublicAddress address,
      OwnerView view,
      Reachability reachability,
      Clock clock,
      ApplicationEventPublisher events,
      Pace pace) {
    this.look = look;
    this.network = network;
    this.port = port;
    this.ports = ports;
    this.address = address;
    this.view = view;
    this.reachability = reachability;
    this.clock = clock;
    this.events = events;
    this.pace = pace;
  }

  @Override
  public Optional<String> objection() {
    return objection;
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    thread = Thread.ofVirtual().name("reach").start(this::loop);
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping = true;
    thread.interrupt();
  }

  @EventListener
  void lookAgain(DoorSilent event) {
    wishes.release();
  }

  private void loop() {
    Duration retry = pace.firstRetry();
    try {
      while (true) {
        boolean well = lookOnce();
        Duration pause = well ? pace.regular() : retry;
        retry = well ? pace.firstRetry() : least(retry.multipliedBy(2), pace.lastRetry());
        if (wishes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(pace.apart());
          wishes.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the provider stops
    }
  }

  /** Whether nothing is to be mended, and somebody outside has said so. */
  private boolean lookOnce() throws InterruptedException {
    try {
      String before = address.current();
      Report found = look();
      boolean first = last == null;
      Report report = last == null ? found : found.orAsBefore(last);
      boolean news = first || !sameForTheOwner(report, last);
      last = report;
      ports.avoid(report.bad());
      Optional<String> objected = objection;
      objection = objectionTo(report);
      if (!objected.equals(objection) || !before.equals(address.current())) {
        events.publishEvent(new ObjectionsChanged());
      }
      List<Finding> findings = findings(report);
      reachability.found(PortsStatus.of(report, findings, ports.toString(), clock.instant()));
      if (news) {
        view.ended(report, findings);
      }
      return report.readiness() != Readiness.NOT_READY
          && (report.isFromOutside() || report.asked() == 0);
    } catch (RuntimeException e) {
      if (stopping) {
        log.debug("what a look needed is gone already", e);
      } else {
        log.error("the ports could not be checked", e);
      }
      return false;
    }
  }

  private Report look() throws InterruptedException {
    boolean shown = last == null;
    if (shown) {
      view.began(1 + (int) ports.all().count());
    }
    return look.run(port.getAsInt(), shown ? view::answered : _ -> {});
  }

  private List<Finding> findings(Report report) throws InterruptedException {
    boolean flawless =
        report.readiness() == Readiness.READY
            && report.silent().isEmpty()
            && address.configured().isEmpty();
    return flawless ? List.of() : Diagnosis.of(report, network.look(), address.configured());
  }

  private static boolean sameForTheOwner(Report now, @Nullable Report before) {
    return before != null
        && now.api() == before.api()
        && now.bad().equals(before.bad())
        && now.holders().equals(before.holders())
        && now.heard() == before.heard();
  }

  private static Optional<String> objectionTo(Report report) {
    if (report.readiness() != Readiness.NOT_READY) {
      return Optional.empty();
    }
    return Optional.of(
        report.api().isBad()
            ? "from outside, its port " + report.apiPort() + ": " + report.api().words()
            : "none of its access ports can be reached from outside");
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
