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

  /** A peer that is gone without a word is noticed two minutes later. */
  private static final int KEEPALIVE_AFTER_SECONDS = 60;

  private static final int KEEPALIVE_EACH_SECONDS = 15;
  private static final int KEEPALIVE_TIMES = 4;

  /** Enough for 10 Gbit/s to a guest that answers within 0.2 ms. */
  private static final int GUEST_SEND_BUFFER = 256 * 1024;

  /** Then it is another connection's turn. */
  private static final int PIPEFULS_AT_ONCE = 4;

  /** Of what may be read at once: below it a pipe does not pay. */
  private static final int LEAST_PART_OF_BULK = 8;

  private final Session session;
  private final SocketChannel channel;

  @SuppressWarnings("NullAway.Init")
  private Leg peer;

  private @Nullable SelectionKey key;

  /** Read from the peer, not yet taken by this side; while there is some, the peer is not read. */
  private Load waiting = Load.NOTHING;

  /** So much comes that it is worth a pipe. */
  private boolean bulk;

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
    Pipe pipe = bulk ? session.loop().pipes().borrow() : null;
    if (pipe == null) {
      copy();
    } else {
      splice(pipe);
    }
  }

  /** By way of a buffer: quickest for little, and the bytes can be looked at. */
  private void copy() throws IOException {
    ByteBuffer bytes = session.loop().buffer(session.door().readAtOnce());
    int count = channel.read(bytes);
    if (count < 0) {
      finish();
      return;
    }
    boolean full = !bytes.hasRemaining();
    heard(count);
    session.identify(this, bytes.flip());
    bulk = full && !session.listensTo(this);
    peer.take(new Load.Bytes(bytes));
  }

  /** By way of the kernel, as long as there is much. */
  private void splice(Pipe pipe) throws IOException {
    int count;
    try {
      count = spliceMuch(pipe, session.door().readAtOnce());
    } finally {
      if (peer.waiting != pipe) {
        pipe.release();
      }
    }
    if (count < 0) {
      finish();
    }
  }

  private int spliceMuch(Pipe pipe, int most) throws IOException {
    int count = pipe.fill(channel, most);
    bulk = count >= most / LEAST_PART_OF_BULK;
    for (int i = 1; count > 0; i++) {
      heard(count);
      if (!peer.take(pipe) || i == PIPEFULS_AT_ONCE) {
        break;
      }
      count = pipe.fill(channel, most);
    }
    return count;
  }

  private void heard(int count) throws IOException {
    carried += count;
    session.heard(this, count);
  }

  private void finish() throws IOException {
    finished = true;
    pause(SelectionKey.OP_READ);
    peer.finishOutput();
  }

  /**
   * Sends on what the peer has read. Until all of that is taken the peer reads no more.
   *
   * @return whether it is all taken
   */
  private boolean take(Load load) {
    try {
      load.sendTo(channel);
    } catch (IOException e) {
      session.broken(this);
      return false;
    }
    if (load.remaining() == 0) {
      return true;
    }
    session.door().stalled(load.remaining());
    waiting = load.kept();
    resume(SelectionKey.OP_WRITE);
    peer.pause(SelectionKey.OP_READ);
    return false;
  }

  private void flush() throws IOException {
    int before = waiting.remaining();
    try {
      waiting.sendTo(channel);
    } finally {
      session.door().stalled(waiting.remaining() - before);
    }
    if (waiting.remaining() > 0) {
      return;
    }
    waiting.release();
    waiting = Load.NOTHING;
    pause(SelectionKey.OP_WRITE);
    if (peer.finished) {
      finishOutput();
    } else {
      peer.resume(SelectionKey.OP_READ);
    }
  }

  /** The peer will send no more: once the rest is out, this side hears of it. */
  private void finishOutput() throws IOException {
    if (waiting.remaining() > 0) {
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

  /** For the one to a guest, which is near: what waits has to stay in the processor's cache. */
  void keepLittle() throws IOException {
    set(StandardSocketOptions.SO_SNDBUF, GUEST_SEND_BUFFER);
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
    waiting.release();
    waiting = Load.NOTHING;
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
