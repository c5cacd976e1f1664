package network.golem.vm.portchecker.check;

import static java.util.Objects.requireNonNull;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import org.springframework.stereotype.Component;

/** Checks many ports of one host at once. Thread-safe. */
@Component
class CheckPorts {

  /** Enough for 50 providers with 100 ports each, whose packets all get lost. */
  private static final int MOST_SOCKETS = 16_384;

  /** Under way at a time over all requests, those included that wait for a socket. */
  private static final int MOST_PORTS = 65_536;

  private static final int BUSY_SECONDS = 10;

  private final CheckPort checkPort;
  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);
  private final Semaphore underWay = new Semaphore(MOST_PORTS);
  private final SocketShares sockets = new SocketShares(socketsOfThisHost());

  CheckPorts(Dialler dialler, PortCheckerSettings settings) {
    this.checkPort =
        new CheckPort(
            dialler, new WallClock(), settings.retries(), settings.pause(), settings.deadline());
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  /** Ports that are being checked or wait for it. */
  int underWay() {
    return MOST_PORTS - underWay.availablePermits();
  }

  /** How many checks have come to this end since the start. */
  long ended(Outcome outcome) {
    return requireNonNull(ended.get(outcome)).sum();
  }

  /**
   * In the order of {@code ports}, each once. The time of a port that waits does not run.
   *
   * @throws ProblemException when more is under way than this host should remember
   */
  Map<Integer, Outcome> check(
      InetAddress host, Collection<Integer> ports, IntFunction<Evidence> evidence)
      throws InterruptedException {
    int count = ports.size();
    if (!underWay.tryAcquire(count)) {
      throw new ProblemException(
          Problem.of(
                  ProblemCode.RATE_LIMITED,
                  "this port checker has as many ports to check as it can",
                  "Try again in " + BUSY_SECONDS + " s.")
              .with(Problem.RETRY_AFTER, BUSY_SECONDS));
    }
    try {
      return checkAll(host, ports, evidence);
    } finally {
      underWay.release(count);
    }
  }

  private Map<Integer, Outcome> checkAll(
      InetAddress host, Collection<Integer> ports, IntFunction<Evidence> evidence)
      throws InterruptedException {
    SocketShares.Share share = sockets.open();
    Map<Integer, Future<Outcome>> running = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int port : ports) {
        running.computeIfAbsent(
            port,
            it -> threads.submit(() -> checkOne(new InetSocketAddress(host, it), evidence, share)));
      }
      Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
      for (Map.Entry<Integer, Future<Outcome>> check : running.entrySet()) {
        Outcome outcome = result(check.getValue());
        requireNonNull(ended.get(outcome)).increment();
        outcomes.put(check.getKey(), outcome);
      }
      return outcomes;
    }
  }

  private Outcome checkOne(
      InetSocketAddress target, IntFunction<Evidence> evidence, SocketShares.Share share)
      throws IOException, InterruptedException {
    share.take();
    try {
      return checkPort.check(target, evidence.apply(target.getPort()));
    } finally {
      share.give();
    }
  }

  private static Outcome result(Future<Outcome> check) throws InterruptedException {
    try {
      return check.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? new UncheckedIOException("this host cannot dial", io)
          : new IllegalStateException("a check failed", e.getCause());
    }
  }

  /** Half of the file descriptors, so that requests can always be taken. */
  private static int socketsOfThisHost() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() / 2, 64, MOST_SOCKETS)
        : MOST_SOCKETS;
  }

  private static final class WallClock implements CheckPort.Watch {

    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  }
}
