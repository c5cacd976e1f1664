package network.golem.vm.proxy;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** A TCP connection: what it waits for, how it is set up, and how it is closed. */
final class Connection {

  /** A peer that is gone without a word is noticed two minutes later. */
  private static final int KEEPALIVE_AFTER_SECONDS = 60;

  private static final int KEEPALIVE_EACH_SECONDS = 15;
  private static final int KEEPALIVE_TIMES = 4;

  /** Enough for 10 Gbit/s to who answers within 0.2 ms, and for 2 Gbit/s to who is just near. */
  private static final int NEAR_SEND_BUFFER = 256 * 1024;

  private static final int NEAR_MICROS = 1_000;

  private final SocketChannel channel;
  private @Nullable SelectionKey key;

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  SocketChannel channel() {
    return channel;
  }

  /**
   * Waits for one of the operations of {@link SelectionKey}, in place of any before.
   *
   * @param ready is told each time
   */
  void await(int operation, Selector selector, Ready ready) throws IOException {
    if (key == null) {
      key = channel.register(selector, operation, ready);
    } else {
      key.interestOps(operation);
    }
  }

  /** Whether an operation that is waited for can be done now. */
  boolean can(int operation) {
    return key != null && key.isValid() && (key.readyOps() & operation) != 0;
  }

  /** Waits for an operation no longer. */
  void pause(int operation) {
    if (key != null) {
      key.interestOpsAnd(~operation);
    }
  }

  /** Waits for an operation, too. */
  void resume(int operation) {
    if (key != null) {
      key.interestOpsOr(operation);
    }
  }

  /** For one that lasts: small writes are sent at once, a vanished peer is noticed. */
  void settle() throws IOException {
    set(StandardSocketOptions.TCP_NODELAY, true);
    set(StandardSocketOptions.SO_KEEPALIVE, true);
    set(ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_AFTER_SECONDS);
    set(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_EACH_SECONDS);
    set(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_TIMES);
  }

  /** Whether the other end is on this host or in its own network. */
  boolean isNear() {
    return Splice.isThere() && TcpInfo.roundTripMicros(channel) <= NEAR_MICROS;
  }

  /** For one whose other end is near: what waits has to stay in the processor's cache. */
  void keepLittle() throws IOException {
    set(StandardSocketOptions.SO_SNDBUF, NEAR_SEND_BUFFER);
  }

  private <T> void set(SocketOption<T> option, T value) throws IOException {
    channel.setOption(option, value);
  }

  /**
   * Closes it.
   *
   * @param reset whether the other end is to see a reset rather than an end
   */
  void close(boolean reset) {
    try (channel) {
      if (reset && channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
