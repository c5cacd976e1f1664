package network.golem.vm.proxy;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;

/** What Linux's TCP knows of a connection: {@code struct tcp_info} of linux/tcp.h, see tcp(7). */
final class TcpInfo {

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int ROUND_TRIP = 68; // offset of tcpi_rtt
  private static final int SIZE = ROUND_TRIP + Integer.BYTES;

  private static final MethodHandle GETSOCKOPT =
      Splice.function(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private TcpInfo() {}

  /**
   * How long a connection's other end takes to answer, smoothed over what was sent so far.
   *
   * @return microseconds; {@link Integer#MAX_VALUE} where that is not known
   */
  static int roundTripMicros(SocketChannel channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Splice.STATE);
      MemorySegment info = arena.allocate(SIZE);
      MemorySegment size = arena.allocateFrom(JAVA_INT, SIZE);
      int result =
          (int)
              GETSOCKOPT.invokeExact(
                  state, Splice.descriptor(channel), IPPROTO_TCP, TCP_INFO, info, size);
      int micros = info.get(JAVA_INT, ROUND_TRIP);
      return result == 0 && micros > 0 ? micros : Integer.MAX_VALUE;
    } catch (Throwable e) {
      throw new LinkageError("getsockopt", e);
    }
  }
}
