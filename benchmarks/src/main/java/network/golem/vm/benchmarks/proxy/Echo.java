package network.golem.vm.benchmarks.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends back what comes, in one thread, on the port of this machine that is its argument. */
public final class Echo {

  private static final int BACKLOG = 4096;

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

  private Echo(int port) throws IOException {
    selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String... arguments) throws IOException {
    Echo echo = new Echo(Integer.parseInt(arguments[0]));
    while (true) {
      echo.selector.select(echo::serve);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.channel() instanceof SocketChannel client) {
        answer(client);
      } else {
        for (SocketChannel client = listener.accept(); client != null; ) {
          client.configureBlocking(false);
          client.register(selector, SelectionKey.OP_READ);
          client = listener.accept();
        }
      }
    } catch (IOException e) {
      hangUp(key);
    }
  }

  private void answer(SocketChannel client) throws IOException {
    buffer.clear();
    if (client.read(buffer) < 0) {
      client.close();
    } else {
      client.write(buffer.flip()); // as little as is sent always fits
    }
  }

  private static void hangUp(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
