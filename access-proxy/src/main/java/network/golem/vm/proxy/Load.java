package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes on their way from one connection to the other. */
sealed interface Load permits Load.Bytes, Pipe {

  Load NOTHING = new Bytes(ByteBuffer.allocate(0));

  /** Sends as much as a channel takes without waiting. */
  void sendTo(SocketChannel channel) throws IOException;

  /** How many bytes there are still to be sent. */
  int remaining();

  /** What remains, in a place where it can stay. */
  Load kept();

  /** It is not needed any more, whether or not all of it was sent. */
  void release();

  /**
   * Bytes that were read.
   *
   * @param buffer may be in use for others as soon as this is
   */
  record Bytes(ByteBuffer buffer) implements Load {

    @Override
    public void sendTo(SocketChannel channel) throws IOException {
      channel.write(buffer);
    }

    @Override
    public int remaining() {
      return buffer.remaining();
    }

    @Override
    public Load kept() {
      return new Bytes(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
    }

    @Override
    public void release() {}
  }
}
