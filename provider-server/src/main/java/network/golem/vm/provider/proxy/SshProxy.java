package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries TCP connections from access ports to guests. One thread moves all bytes, by a selector
 * and one shared buffer, so that an idle connection costs next to nothing; dialling, which can
 * block, is done on virtual threads. A reader that stops stops its writer: nothing is buffered
 * beyond one read. Thread-safe.
 */
public final class SshProxy implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SshProxy.class);
  private static final int BUFFER = 64 * 1024;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int BACKLOG = 128;
  private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

  /**
   * Where connections of one access port go; asked anew for each, since a guest's address may
   * change.
   */
  @FunctionalInterface
  public interface Target {
    InetSocketAddress resolve() throws IOException, InterruptedException;
  }

  private final InetAddress address;
  private final Selector selector;
  private final Map<Integer, Door> doors = new ConcurrentHashMap<>();
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /**
   * @param address the local address to listen on
   */
  public SshProxy(InetAddress address) {
    this.address = address;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
    Thread.ofPlatform().name("ssh-proxy").daemon().start(this::loop);
  }

  /**
   * Listens on {@code port}. Where it does already, only the target is replaced.
   *
   * @throws IOException when the port cannot be had; the message names it
   */
  public synchronized void open(int port, Target target) throws IOException {
    Door present = doors.get(port);
    if (present != null) {
      present.lead(target);
      return;
    }
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(address, port), BACKLOG);
      listener.configureBlocking(false);
    } catch (IOException e) {
      listener.close();
      throw new IOException("cannot listen on access port " + port + ": " + e.getMessage(), e);
    }
    Door door = new Door(port, listener, target);
    doors.put(port, door);
    onLoop(() -> register(listener, SelectionKey.OP_ACCEPT, door));
  }

  /** Connections that the port carries now; none where it is closed. */
  public synchronized int connections(int port) {
    Door door = doors.get(port);
    return door == null ? 0 : door.connections();
  }

  /** Closes the port and all its connections; a closed one stays as it is. */
  public synchronized void close(int port) {
    Door door = doors.remove(port);
    if (door != null) {
      door.shut();
      onLoop(door::dropAll);
    }
  }

  /** Closes all ports and connections. */
  @Override
  public void close() throws IOException {
    doors.keySet().forEach(this::close);
    onLoop(() -> {
      try {
        selector.close();
      } catch (IOException e) {
        log.debug("closing the selector", e);
      }
    });
  }

  private void onLoop(Runnable errand) {
    errands.add(errand);
    selector.wakeup();
  }

  private void loop() {
    while (selector.isOpen()) {
      try {
        selector.select(this::serve);
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
          errand.run();
        }
      } catch (ClosedSelectorException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.error("SSH proxy", e); // one bad connection must not end all others
      }
    }
  }

  private void serve(SelectionKey key) {
    switch (key.attachment()) {
      case Door door -> accept(door, key);
      case Relay.Side side -> side.serve(buffer);
      default -> throw new IllegalStateException("unknown attachment");
    }
  }

  private void accept(Door door, SelectionKey key) {
    try {
      SocketChannel client = door.accept();
      if (client != null) {
        Thread.ofVirtual().name("dial " + door.port()).start(() -> dial(door, client));
      }
    } catch (IOException e) {
      if (key.isValid()) {
        log.warn("access port {}: cannot accept, pausing: {}", door.port(), e.getMessage());
        key.interestOps(0);
        Thread.ofVirtual().start(() -> resume(key));
      }
    }
  }

  /**
   * The usual reason is that all file descriptors are in use: trying at once would only burn time.
   */
  private void resume(SelectionKey key) {
    try {
      Thread.sleep(ACCEPT_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    onLoop(() -> {
      if (key.isValid()) {
        key.interestOps(SelectionKey.OP_ACCEPT);
      }
    });
  }

  private void dial(Door door, SocketChannel client) {
    SocketChannel guest = null;
    try {
      guest = SocketChannel.open();
      guest.socket().connect(door.target().resolve(), CONNECT_MILLIS);
      Relay relay = new Relay(client, guest, door);
      onLoop(() -> join(relay));
      return;
    } catch (IOException | RuntimeException e) {
      log.info("access port {}: no way to the guest: {}", door.port(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Relay.drop(client);
    Relay.drop(guest);
    door.leave();
  }

  private void join(Relay relay) {
    try {
      relay.join(selector);
    } catch (IOException e) {
      relay.end("failed: " + e.getMessage());
    }
  }

  private void register(ServerSocketChannel channel, int operations, Door door) {
    try {
      channel.register(selector, operations, door);
    } catch (IOException e) {
      log.debug("access port {} closed before it was used", door.port(), e);
    }
  }
}
