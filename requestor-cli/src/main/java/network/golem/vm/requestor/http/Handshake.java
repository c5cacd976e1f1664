package network.golem.vm.requestor.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import network.golem.vm.requestor.settings.Patience;

/**
 * Connects to a peer and measures how long that takes.
 *
 * @param peer who is meant, for the sentences about a failure
 * @param sockets how to speak TLS
 */
public record Handshake(Peer peer, Tls13Sockets sockets, Patience patience) {

  /**
   * The time that a TCP connection and the TLS handshake take.
   *
   * @throws NetworkFailure when no secure connection with the right peer comes about
   */
  public Duration measure(String host, int port) {
    int limit = Math.toIntExact(patience.connect().toMillis());
    long began = System.nanoTime();
    try (SSLSocket socket = (SSLSocket) sockets.createSocket()) {
      socket.connect(new InetSocketAddress(host, port), limit);
      socket.setSoTimeout(limit);
      socket.startHandshake();
      return Duration.ofNanos(System.nanoTime() - began);
    } catch (IOException e) {
      throw NetworkFailure.connecting(peer, e);
    }
  }
}
