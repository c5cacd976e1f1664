package network.golem.vm.proxy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whoever has connected lately. Of bounded size: those that were not seen for the longest time are
 * forgotten first, but none that has a connection open.
 */
final class Sources {

  private static final int MOST = 1 << 16;

  private final Limits limits;
  private final Map<Long, Source> known =
      new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Source> eldest) {
          return size() > MOST && eldest.getValue().isIdle();
        }
      };

  Sources(Limits limits) {
    this.limits = limits;
  }

  Source of(InetAddress address, long now) {
    return known.computeIfAbsent(key(address), _ -> new Source(limits, now));
  }

  int size() {
    return known.size();
  }

  /**
   * An IPv4 address, or the network (/64) of an IPv6 address, which its host can change at will.
   */
  private static long key(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return bytes.capacity() == Integer.BYTES ? bytes.getInt() & 0xFFFF_FFFFL : bytes.getLong();
  }
}
