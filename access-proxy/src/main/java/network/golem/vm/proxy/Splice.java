package network.golem.vm.proxy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.SocketChannel;

/**
 * Linux's {@code splice(2)} and what belongs to it, of the C library. For one thread: it keeps the
 * error of the last call.
 */
final class Splice {

  /** Nothing could be moved without waiting. */
  static final int NOT_NOW = -1;

  // fcntl.h and errno.h of Linux
  private static final int F_SETPIPE_SZ = 1031;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final int EAGAIN = 11;

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /** Where a {@link #function} leaves its error. */
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERROR = STATE.varHandle(PathElement.groupElement("errno"));

  // Constants, so that they are compiled into what calls them.
  private static final MethodHandle SPLICE =
      function(
          "splice",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle PIPE2 =
      function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCNTL =
      function(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle DESCRIPTOR = descriptorGetter();

  private final MemorySegment state = Arena.ofAuto().allocate(STATE);
  private final MemorySegment ends = Arena.ofAuto().allocate(JAVA_INT, 2);

  /**
   * Whether this is Linux, and a Java that tells which file descriptor a channel has: one that was
   * started with {@code --add-exports=java.base/sun.nio.ch=ALL-UNNAMED}.
   */
  static boolean isThere() {
    return System.getProperty("os.name").equals("Linux")
        && Object.class.getModule().isExported("sun.nio.ch", Splice.class.getModule());
  }

  /**
   * Moves bytes without waiting.
   *
   * @return how many; 0 at the end of what can be read; {@link #NOT_NOW}
   */
  int move(int from, int to, int most) throws IOException {
    long moved;
    try {
      moved =
          (long)
              SPLICE.invokeExact(
                  state,
                  from,
                  MemorySegment.NULL,
                  to,
                  MemorySegment.NULL,
                  (long) most,
                  SPLICE_F_NONBLOCK);
    } catch (Throwable e) {
      throw new LinkageError("splice", e);
    }
    if (moved < 0 && error() != EAGAIN) {
      throw new IOException("splice: error " + error());
    }
    return (int) moved;
  }

  /**
   * Opens a pipe.
   *
   * @param size in bytes
   * @return the file descriptors to read from and to write to
   */
  int[] pipe(int size) throws IOException {
    try {
      if ((int) PIPE2.invokeExact(state, ends, O_NONBLOCK | O_CLOEXEC) != 0) {
        throw new IOException("pipe2: error " + error());
      }
      int[] both = ends.toArray(JAVA_INT);
      if ((int) FCNTL.invokeExact(state, both[1], F_SETPIPE_SZ, size) < 0) {
        int error = error();
        close(both[0]);
        close(both[1]);
        throw new IOException("F_SETPIPE_SZ: error " + error);
      }
      return both;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("pipe2 or fcntl", e);
    }
  }

  void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw new LinkageError("close", e);
    }
  }

  /** The number by which the kernel knows a channel, for as long as that is open. */
  static int descriptor(SocketChannel channel) {
    try {
      return (int) DESCRIPTOR.invokeExact(channel);
    } catch (Throwable e) {
      throw new LinkageError("the file descriptor of a channel", e);
    }
  }

  private int error() {
    return (int) ERROR.get(state, 0L);
  }

  /** A function of the C library, which takes {@link #STATE} before its own arguments. */
  @SuppressWarnings("restricted") // the types are those of the C library's functions
  static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = ERRNO;
    System.arraycopy(options, 0, all, 1, options.length);
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, all);
  }

  private static MethodHandle descriptorGetter() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              Class.forName("sun.nio.ch.SelChImpl"), "getFDVal", MethodType.methodType(int.class))
          .asType(MethodType.methodType(int.class, SocketChannel.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no file descriptors of channels", e);
    }
  }
}
