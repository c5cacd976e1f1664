package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One of the two connections of a {@link Session}: what is read here is written to the peer. While
 * the peer does not take it, nothing more is read.
 */
final class Leg implements Ready {

  /** Then it is another connection's turn. */
  private static final int PIPEFULS_AT_ONCE = 4;

  /** Of what may be read at once: below it a pipe does not pay. */
  private static final int LEAST_PART_OF_BULK = 8;

  private final Session session;
  private final Connection connection;

  @SuppressWarnings("NullAway.Init")
  private Leg peer;

  /** Read from the peer, not yet taken by this side; while there is some, the peer is not read. */
  private Load waiting = Load.NOTHING;

  /** So much comes that it is worth a pipe. */
  private boolean bulk;

  private boolean finished;
  private boolean outputShut;
  private long carried;

  Leg(Session session, SocketChannel channel) {
    this.session = session;
    this.connection = new Connection(channel);
  }

  static void join(Leg one, Leg other) {
    one.peer = other;
    other.peer = one;
  }

  Connection connection() {
    return connection;
  }

  /** Bytes that were read here. */
  long carried() {
    return carried;
  }

  /** Waits for one of the operations of {@link SelectionKey}, in place of any before. */
  void await(int operation) throws IOException {
    connection.await(operation, session.loop().selector(), this);
  }

  @Override
  public void ready() {
    try {
      if (connection.can(SelectionKey.OP_CONNECT)) {
        session.answered();
        return;
      }
      if (connection.can(SelectionKey.OP_WRITE)) {
        flush();
      }
      if (connection.can(SelectionKey.OP_READ)) {
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
    int count = connection.channel().read(bytes);
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
    int count = pipe.fill(connection.channel(), most);
    bulk = count >= most / LEAST_PART_OF_BULK;
    for (int i = 1; count > 0; i++) {
      heard(count);
      if (!peer.take(pipe) || i == PIPEFULS_AT_ONCE) {
        break;
      }
      count = pipe.fill(connection.channel(), most);
    }
    return count;
  }

  private void heard(int count) throws IOException {
    carried += count;
    session.heard(this, count);
  }

  private void finish() throws IOException {
    finished = true;
    connection.pause(SelectionKey.OP_READ);
    peer.finishOutput();
  }

  /**
   * Sends on what the peer has read. Until all of that is taken the peer reads no more.
   *
   * @return whether it is all taken
   */
  private boolean take(Load load) {
    try {
      load.sendTo(connection.channel());
    } catch (IOException e) {
      session.broken(this);
      return false;
    }
    if (load.remaining() == 0) {
      return true;
    }
    session.door().stalled(load.remaining());
    waiting = load.kept();
    connection.resume(SelectionKey.OP_WRITE);
    peer.connection.pause(SelectionKey.OP_READ);
    return false;
  }

  private void flush() throws IOException {
    int before = waiting.remaining();
    try {
      waiting.sendTo(connection.channel());
    } finally {
      session.door().stalled(waiting.remaining() - before);
    }
    if (waiting.remaining() > 0) {
      return;
    }
    waiting.release();
    waiting = Load.NOTHING;
    connection.pause(SelectionKey.OP_WRITE);
    if (peer.finished) {
      finishOutput();
    } else {
      peer.connection.resume(SelectionKey.OP_READ);
    }
  }

  /** The peer will send no more: once the rest is out, this side hears of it. */
  private void finishOutput() throws IOException {
    if (waiting.remaining() > 0) {
      return;
    }
    connection.channel().shutdownOutput();
    outputShut = true;
    if (peer.outputShut) {
      session.end(Ending.CLOSED);
    }
  }

  /**
   * Closes the connection; what was not taken is lost.
   *
   * @param reset whether the other end is to see a reset rather than an end
   */
  void close(boolean reset) {
    session.door().stalled(-waiting.remaining());
    waiting.release();
    waiting = Load.NOTHING;
    connection.close(reset);
  }
}
