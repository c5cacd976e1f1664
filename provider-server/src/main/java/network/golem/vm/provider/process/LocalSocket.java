package network.golem.vm.provider.process;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Conversations with programs of this host over their unix sockets. */
public final class LocalSocket {

  private LocalSocket() {}

  /**
   * Connects without ever waiting: a program that serves one client at a time lets others queue,
   * and would let the next one hang in connect(2) for as long as that client stays.
   *
   * @return a channel that blocks
   * @throws IOException when nobody listens there, or as many are queueing as can
   */
  public static SocketChannel connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(true);
      return channel;
    } catch (SocketException e) {
      channel.close();
      throw new IOException(
          "cannot connect to %s (%s); another program may be using it"
              .formatted(socket, e.getMessage()),
          e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}
