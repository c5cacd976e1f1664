package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens a TCP connection, looks for the evidence and closes it. Whatever the other side does, it is
 * over when the limit is. Thread-safe.
 */
@Component
class TcpDialler implements Dialler, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TcpDialler.class);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("check deadlines").daemon().factory());

  @Override
  public Outcome dial(InetSocketAddress target, Evidence evidence, Duration limit)
      throws IOException {
    // Opened by itself: when it fails, it is this host that has no socket left.
    try (SocketChannel channel = SocketChannel.open()) {
      long end = System.nanoTime() + limit.toNanos();
      Outcome outcome = connect(channel, target, limit);
      return outcome == Outcome.ACCESSIBLE
          ? look(channel, target.getPort(), evidence, end - System.nanoTime())
          : outcome;
    }
  }

  private static Outcome connect(SocketChannel channel, InetSocketAddress target, Duration limit)
      throws IOException {
    try {
      channel.socket().connect(target, Math.toIntExact(Math.max(1, limit.toMillis())));
      return metItself(channel) ? Outcome.REFUSED : Outcome.ACCESSIBLE;
    } catch (SocketTimeoutException e) {
      return Outcome.TIMED_OUT;
    } catch (BindException e) {
      throw e; // no source port left here
    } catch (ConnectException e) {
      return Outcome.REFUSED;
    } catch (SocketException e) {
      return Outcome.UNREACHABLE; // no route to the host or the network, or a firewall's no
    }
  }

  private Outcome look(SocketChannel channel, int port, Evidence evidence, long nanos) {
    Future<?> end = clock.schedule(() -> close(channel), nanos, TimeUnit.NANOSECONDS);
    try {
      return evidence.isShownBy(channel.socket(), port) ? Outcome.ACCESSIBLE : Outcome.FOREIGN;
    } catch (IOException e) {
      return Outcome.FOREIGN; // it hung up, kept silent, or speaks something else
    } finally {
      end.cancel(false);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("closing a connection whose time is over", e);
    }
  }

  /**
   * On one host, a connection to a closed port can get that very port as its source, and TCP then
   * joins it to itself.
   */
  private static boolean metItself(SocketChannel channel) throws IOException {
    return channel.getLocalAddress().equals(channel.getRemoteAddress());
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
