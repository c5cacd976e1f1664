package network.golem.vm.provider.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The range of public TCP ports that VMs get their access ports from: which of them serve a VM,
 * which are listened on for the time of a port verification, and which are of no use. Thread-safe.
 */
public final class AccessPorts {

  private static final int BACKLOG = 16;

  private final InetAddress address;
  private final int first;
  private final int end;
  private final Set<Integer> serving = new HashSet<>();
  private final Map<Integer, Listener> waiting = new HashMap<>();
  private Set<Integer> useless = Set.of();

  /**
   * @param address the local address that they are on
   * @param first the first port
   * @param end the port after the last
   */
  public AccessPorts(InetAddress address, int first, int end) {
    this.address = address;
    this.first = first;
    this.end = end;
  }

  public InetAddress address() {
    return address;
  }

  /** All of the range. */
  public IntStream all() {
    return IntStream.range(first, end);
  }

  /**
   * The lowest port that is neither taken by a VM, nor by another program on this host, nor known
   * to be of no use.
   */
  public synchronized OptionalInt free(Set<Integer> taken) {
    return all()
        .filter(port -> !taken.contains(port) && !useless.contains(port))
        .filter(port -> waiting.containsKey(port) || canListen(port))
        .findFirst();
  }

  /** How many of the range are not known to be of no use. */
  public synchronized int useful() {
    return end - first - useless.size();
  }

  /** New VMs do not get these. */
  public synchronized void avoid(Set<Integer> ports) {
    useless = Set.copyOf(ports);
  }

  /** A VM is to be served on the port: whoever waits there for a verification makes room. */
  public synchronized void claim(int port) {
    serving.add(port);
    shut(waiting.remove(port));
  }

  /** No VM is served on the port any more. */
  public synchronized void release(int port) {
    serving.remove(port);
  }

  /** Whether a VM is served on the port. */
  public synchronized boolean isServing(int port) {
    return serving.contains(port);
  }

  /**
   * Listens on a port that serves no VM, until a VM needs it or {@link #stopWaiting}.
   *
   * @param visitors gets each connection, and may not block
   * @throws IOException when the port cannot be had, or has come to serve a VM
   */
  public synchronized void await(int port, Consumer<Socket> visitors) throws IOException {
    if (serving.contains(port)) {
      throw new IOException("access port " + port + " serves a VM");
    }
    shut(waiting.remove(port));
    waiting.put(port, Listener.on(listen(port), visitors));
  }

  /** The verification is over. */
  public synchronized void stopWaiting() {
    waiting.values().forEach(Listener::shut);
    waiting.clear();
  }

  private boolean canListen(int port) {
    try (ServerSocket _ = listen(port)) {
      return true;
    } catch (IOException e) {
      return false; // whoever has it, it is not free
    }
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void shut(@Nullable Listener listener) {
    if (listener != null) {
      listener.shut();
    }
  }

  @Override
  public String toString() {
    return first + "-" + (end - 1);
  }
}
