package network.golem.vm.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * How access ports are bound: an earlier process of ours and this one may share them for a moment,
 * but nobody else with us.
 */
final class Binding {

  private static final int BACKLOG = 512;

  private Binding() {}

  /**
   * Listens without blocking.
   *
   * @param beside whether the port may be shared already
   * @throws IOException when it cannot be had; the message names it
   */
  static ServerSocketChannel listen(InetSocketAddress address, boolean beside) throws IOException {
    try {
      if (!beside) {
        bind(address, false).close();
      }
      ServerSocketChannel listener = bind(address, true);
      listener.configureBlocking(false);
      return listener;
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on access port " + address.getPort() + ": " + e.getMessage(), e);
    }
  }

  private static ServerSocketChannel bind(InetSocketAddress address, boolean shared)
      throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      return listener
          .setOption(StandardSocketOptions.SO_REUSEADDR, true)
          .setOption(StandardSocketOptions.SO_REUSEPORT, shared)
          .bind(address, BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }
}
