package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import network.golem.vm.portchecker.settings.PortCheckerSettings;
import org.springframework.stereotype.Component;

/** Checks many ports of one host at once. Thread-safe. */
@Component
class CheckPorts {

  /** Sockets in use at a time over all requests; the others wait, and their time does not run. */
  private static final int MOST_SOCKETS = 4096;

  private final CheckPort checkPort;
  private final Semaphore sockets = new Semaphore(MOST_SOCKETS, true);

  CheckPorts(Dialler dialler, PortCheckerSettings settings) {
    this.checkPort =
        new CheckPort(
            dialler, new WallClock(), settings.retries(), settings.pause(), settings.deadline());
  }

  /** In the order of {@code ports}, each once. */
  Map<Integer, Outcome> check(InetAddress host, Collection<Integer> ports)
      throws InterruptedException {
    Map<Integer, Future<Outcome>> running = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int port : ports) {
        running.computeIfAbsent(port, it -> threads.submit(() -> checkOne(host, it)));
      }
      Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
      for (Map.Entry<Integer, Future<Outcome>> check : running.entrySet()) {
        outcomes.put(check.getKey(), result(check.getValue()));
      }
      return outcomes;
    }
  }

  private Outcome checkOne(InetAddress host, int port) throws IOException, InterruptedException {
    sockets.acquire();
    try {
      return checkPort.check(new InetSocketAddress(host, port));
    } finally {
      sockets.release();
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
