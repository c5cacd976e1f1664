package network.golem.vm.proxy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of a {@link Loop}. A connection has one only while there are bytes in it, so that few
 * serve many. Where there is none to be had bytes are copied.
 */
final class Pipes {

  /** Each has two file descriptors, and holds what a reader that has stopped does not take. */
  private static final int MOST = 32;

  /** In bytes; what may be read at once fits in. */
  private static final int SIZE = 256 * 1024;

  private final Deque<Pipe> spare = new ArrayDeque<>();
  private final @Nullable Splice splice = Splice.isThere() ? new Splice() : null;
  private int open;
  private boolean exhausted;

  /** An empty one, to be released. */
  @Nullable Pipe borrow() {
    Pipe pipe = spare.poll();
    return pipe == null && splice != null && !exhausted && open < MOST ? another(splice) : pipe;
  }

  private @Nullable Pipe another(Splice splice) {
    try {
      Pipe pipe = new Pipe(this, splice, SIZE);
      open++;
      return pipe;
    } catch (IOException e) {
      exhausted = true; // of file descriptors, or of what one user may have in pipes
      return null;
    }
  }

  /** There may be more to be had by now. */
  void tick() {
    exhausted = false;
  }

  /** One that is not empty is of no use for anybody else. */
  void giveBack(Pipe pipe) {
    if (pipe.remaining() == 0) {
      spare.push(pipe);
    } else {
      open--;
      pipe.close();
    }
  }

  /** How many there are. */
  int open() {
    return open;
  }

  /** How many of them are somebody's. */
  int borrowed() {
    return open - spare.size();
  }

  /** Closes those that nobody has. */
  void close() {
    spare.forEach(Pipe::close);
    spare.clear();
  }
}
