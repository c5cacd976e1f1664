package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One access port: its listener, where it leads, and its live connections. */
final class Door {

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  /** More at a time serve nobody: an SSH server by default takes ten that have not logged in. */
  private static final int MOST_CONNECTIONS = 256;

  private final int port;
  private final ServerSocketChannel listener;

  /** Touched by the proxy's thread only. */
  private final Set<Relay> relays = new HashSet<>();

  /** Accepted and not gone yet, those included for which the guest is still being dialled. */
  private final AtomicInteger connections = new AtomicInteger();

  private volatile SshProxy.Target target;
  private volatile boolean shut;

  Door(int port, ServerSocketChannel listener, SshProxy.Target target) {
    this.port = port;
    this.listener = listener;
    this.target = target;
  }

  int connections() {
    return connections.get();
  }

  int port() {
    return port;
  }

  SshProxy.Target target() {
    return target;
  }

  void lead(SshProxy.Target to) {
    target = to;
  }

  /** The next client, or null when there is none or too many are here already. */
  @Nullable SocketChannel accept() throws IOException {
    SocketChannel client = listener.accept();
    if (client != null && connections.incrementAndGet() > MOST_CONNECTIONS) {
      log.warn("access port {}: more than {} connections, one refused", port, MOST_CONNECTIONS);
      client.close();
      leave();
      return null;
    }
    return client;
  }

  /** False when the door was shut while the guest was being dialled. */
  boolean enter(Relay relay) {
    return !shut && relays.add(relay);
  }

  void leave(Relay relay) {
    relays.remove(relay);
    leave();
  }

  /** A client that was accepted is gone. */
  void leave() {
    connections.decrementAndGet();
  }

  void shut() {
    shut = true;
    try {
      listener.close();
    } catch (IOException e) {
      log.warn("access port {}: {}", port, e.getMessage());
    }
  }

  void dropAll() {
    List.copyOf(relays).forEach(relay -> relay.end("access port closed"));
  }
}
