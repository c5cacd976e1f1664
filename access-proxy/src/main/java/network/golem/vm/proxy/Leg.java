package network.golem.vm.proxy;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * One of the two connections of a {@link Session}: what is read here is written to the peer. While
 * the peer does not take it, nothing more is read.
 */
final class Leg implements Ready {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** A peer that is gone without a word is noticed two minutes later. */
  private static final int KEEPALIVE_AFTER_SECONDS = 60;

  private static final int KEEPALIVE_EACH_SECONDS = 15;
  private static final int KEEPALIVE_TIMES = 4;

  private final Session session;
  private final SocketChannel channel;

  @SuppressWarnings("NullAway.Init")
  private Leg peer;

  private @Nullable SelectionKey key;

  /** Read from the peer, not yet taken by this side; while there is some, the peer is not read. */
  private ByteBuffer waiting = NOTHING;

  private boolean finished;
  private boolean outputShut;
  private long carried;

  Leg(Session session, SocketChannel channel) {
    this.session = session;
    this.channel = channel;
  }

  static void join(Leg one, Leg other) {
    one.peer = other;
    other.peer = one;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Bytes that were read here. */
  long carried() {
    return carried;
  }

  /** Waits for one of the operations of {@link SelectionKey}, in place of any before. */
  void await(int operation) throws IOException {
    if (key == null) {
      key = channel.register(session.loop().selector(), operation, this);
    } else {
      key.interestOps(operation);
    }
  }

  @Override
  public void ready() {
    SelectionKey present = key;
    if (present == null || !present.isValid()) {
      return;
    }
    try {
      int operations = present.readyOps();
      if ((operations & SelectionKey.OP_CONNECT) != 0) {
        session.answered();
        return;
      }
      if ((operations & SelectionKey.OP_WRITE) != 0) {
        flush();
      }
      if ((operations & SelectionKey.OP_READ) != 0 && present.isValid()) {
        read();
      }
    } catch (IOException e) {
      session.broken(this);
    }
  }

  private void read() throws IOException {
    ByteBuffer bytes = session.loop().buffer().limit(session.door().readAtOnce());
    int count = channel.read(bytes);
    if (count < 0) {
      finished = true;
      pause(SelectionKey.OP_READ);
      peer.finishOutput();
      return;
    }
    carried += count;
    session.heard(this, bytes.flip());
    peer.take(bytes);
  }

  /** Sends on what the peer has read. Until all of that is taken the peer reads no more. */
  private void take(ByteBuffer bytes) {
    try {
      channel.write(bytes);
    } catch (IOException e) {
      session.broken(this);
      return;
    }
    if (bytes.hasRemaining()) {
      session.door().stalled(bytes.remaining());
      waiting = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      resume(SelectionKey.OP_WRITE);
      peer.pause(SelectionKey.OP_READ);
    }
  }

  private void flush() throws IOException {
    session.door().stalled(-channel.write(waiting));
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
      session.end(Ending.CLOSED);
    }
  }

  private void pause(int operation) {
    if (key != null) {
      key.interestOpsAnd(~operation);
    }
  }

  private void resume(int operation) {
    if (key != null) {
      key.interestOpsOr(operation);
    }
  }

  /** For a connection that lasts: small writes are sent at once, a vanished peer is noticed. */
  void settle() throws IOException {
    set(StandardSocketOptions.TCP_NODELAY, true);
    set(StandardSocketOptions.SO_KEEPALIVE, true);
    set(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_AFTER_SECONDS);
    set(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_EACH_SECONDS);
    set(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_TIMES);
  }

  private <T> void set(SocketOption<T> option, T value) throws IOException {
    channel.setOption(option, value);
  }

  /**
   * Closes the connection.
   *
   * @param reset whether the other end is to see a reset rather than an end
   */
  void close(boolean reset) {
    session.door().stalled(-waiting.remaining());
    waiting = NOTHING;
    drop(channel, reset);
  }

  static void drop(SocketChannel channel, boolean reset) {
    try (channel) {
      if (reset && channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
