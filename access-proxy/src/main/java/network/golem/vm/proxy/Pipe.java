package network.golem.vm.proxy;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * A pipe of the kernel's, by which bytes get from one socket to another without being copied: their
 * pages change hands.
 */
final class Pipe implements Load {

  private final Pipes pipes;
  private final Splice splice;
  private final int output;
  private final int input;
  private int content;

  Pipe(Pipes pipes, Splice splice, int size) throws IOException {
    int[] both = splice.pipe(size);
    this.pipes = pipes;
    this.splice = splice;
    this.output = both[0];
    this.input = both[1];
  }

  /**
   * Takes what a channel has; only while this is empty, since a full pipe looks like a channel that
   * has nothing.
   *
   * @return how many bytes; 0 if there are none now, -1 if there will be none any more
   */
  int fill(SocketChannel from, int most) throws IOException {
    int moved = splice.move(Splice.descriptor(from), input, most);
    content = Math.max(0, moved);
    return switch (moved) {
      case 0 -> -1;
      case Splice.NOT_NOW -> 0;
      default -> moved;
    };
  }

  @Override
  public void sendTo(SocketChannel channel) throws IOException {
    while (content > 0) {
      int moved = splice.move(output, Splice.descriptor(channel), content);
      if (moved == Splice.NOT_NOW) {
        return;
      }
      content -= moved;
    }
  }

  @Override
  public int remaining() {
    return content;
  }

  @Override
  public Load kept() {
    return this;
  }

  @Override
  public void release() {
    pipes.giveBack(this);
  }

  void close() {
    splice.close(input);
    splice.close(output);
  }
}
