package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two connections made one. Each direction ends by itself (half-close), the relay when both have
 * ended. Touched by the proxy's thread only, once it has joined.
 */
final class Relay {

  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketAddress source;
  private final Door door;
  private final Side client;
  private final Side guest;
  private final long began = System.nanoTime();
  private boolean ended;

  Relay(SocketChannel client, SocketChannel guest, Door door) throws IOException {
    this.source = client.getRemoteAddress();
    this.door = door;
    this.client = new Side(client);
    this.guest = new Side(guest);
    this.client.peer = this.guest;
    this.guest.peer = this.client;
  }

  void join(Selector selector) throws IOException {
    if (!door.enter(this)) {
      end("access port closed");
      return;
    }
    client.join(selector);
    guest.join(selector);
  }

  /** Closes both connections at once and says so in the log; a second time does nothing. */
  void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    door.leave(this);
    drop(client.channel);
    drop(guest.channel);
    log.info(
        "access port {}: {} from {}, {} bytes in, {} bytes out, {} s",
        door.port(),
        reason,
        source,
        client.carried,
        guest.carried,
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
  }

  static void drop(@Nullable SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("closing a connection", e);
    }
  }

  /** One of the two connections: what is read here is written to the peer. */
  final class Side {

    private final SocketChannel channel;

    @SuppressWarnings("NullAway.Init")
    private Side peer;

    @SuppressWarnings("NullAway.Init")
    private SelectionKey key;

    /**
     * Read from the peer, not yet taken by this side; while there is some, the peer is not read.
     */
    private ByteBuffer waiting = NOTHING;

    private boolean finished;
    private boolean outputShut;
    private long carried;

    private Side(SocketChannel channel) {
      this.channel = channel;
    }

    private void join(Selector selector) throws IOException {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Moves what can be moved without waiting. */
    void serve(ByteBuffer shared) {
      try {
        if (key.isValid() && key.isWritable()) {
          flush();
        }
        if (key.isValid() && key.isReadable()) {
          read(shared);
        }
      } catch (IOException e) {
        reset();
        end("reset");
      }
    }

    private void read(ByteBuffer shared) throws IOException {
      shared.clear();
      int count = channel.read(shared);
      if (count < 0) {
        finished = true;
        pause(SelectionKey.OP_READ);
        peer.finishOutput();
        return;
      }
      carried += count;
      shared.flip();
      peer.channel.write(shared);
      if (shared.hasRemaining()) {
        peer.waiting = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
        peer.resume(SelectionKey.OP_WRITE);
        pause(SelectionKey.OP_READ);
      }
    }

    private void flush() throws IOException {
      channel.write(waiting);
      if (waiting.hasRemaining()) {
        return;
      }
      waiting = NOTHING;
      pause(SelectionKey.OP_WRITE);
      if (peer.finished) {
        finishOutput();
      } else {
        peer.resume(SelectionKey.OP_READ);
      }
    }

    /** The peer will send no more: once the rest is out, this side hears of it. */
    private void finishOutput() throws IOException {
      if (waiting.hasRemaining()) {
        return;
      }
      channel.shutdownOutput();
      outputShut = true;
      if (peer.outputShut) {
        end("closed");
      }
    }

    /** A reset on one side becomes a reset on the other. */
    private void reset() {
      try {
        peer.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        log.debug("the peer is gone already", e);
      }
    }

    private void pause(int operation) {
      key.interestOpsAnd(~operation);
    }

    private void resume(int operation) {
      key.interestOpsOr(operation);
    }
  }
}
