package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Opens a TCP connection and closes it at once; sends nothing. Thread-safe. */
@Component
class TcpDialler implements Dialler {

  @Override
  public Outcome dial(InetSocketAddress target, Duration limit) throws IOException {
    // Opened by itself: when it fails, it is this host that has no socket left.
    try (SocketChannel channel = SocketChannel.open()) {
      return connect(channel, target, limit);
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

  /**
   * On one host, a connection to a closed port can get that very port as its source, and TCP then
   * joins it to itself.
   */
  private static boolean metItself(SocketChannel channel) throws IOException {
    return channel.getLocalAddress().equals(channel.getRemoteAddress());
  }
}
