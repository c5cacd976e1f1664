package network.golem.vm.proxy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The header that tells a guest who connects: PROXY protocol version 2, section 2.2 of HAProxy's <a
 * href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">specification</a>.
 */
final class ProxyHeader {

  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION_2_PROXY = 0x21;
  private static final byte TCP_OVER_IPV4 = 0x11;
  private static final byte TCP_OVER_IPV6 = 0x21;
  private static final int LONGEST = 52;

  private ProxyHeader() {}

  /**
   * @param from the client's address
   * @param to the address that it connected to, of the same family
   */
  static ByteBuffer of(InetSocketAddress from, InetSocketAddress to) {
    byte[] source = from.getAddress().getAddress();
    byte[] destination = to.getAddress().getAddress();
    return ByteBuffer.allocate(LONGEST)
        .put(SIGNATURE)
        .put(VERSION_2_PROXY)
        .put(source.length == Integer.BYTES ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
        .putShort((short) (2 * source.length + 2 * Short.BYTES))
        .put(source)
        .put(destination)
        .putShort((short) from.getPort())
        .putShort((short) to.getPort())
        .flip();
  }
}
