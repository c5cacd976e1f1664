package network.golem.vm.provider.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The range of public TCP ports that VMs get their access ports from.
 *
 * @param address the local address that they are on
 * @param first the first port
 * @param end the port after the last
 */
public record AccessPorts(InetAddress address, int first, int end) {

  /** The lowest port that is neither taken by a VM nor by another program on this host. */
  public OptionalInt free(Set<Integer> taken) {
    return IntStream.range(first, end)
        .filter(port -> !taken.contains(port))
        .filter(this::canListen)
        .findFirst();
  }

  private boolean canListen(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false; // whoever has it, it is not free
    }
  }

  @Override
  public String toString() {
    return first + "-" + (end - 1);
  }
}
