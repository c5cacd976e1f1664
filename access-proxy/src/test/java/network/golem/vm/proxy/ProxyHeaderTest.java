package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a guest that asks for it is told of its clients, before it hears them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProxyHeaderTest {

  private static final InetAddress SIX = InetAddress.ofLiteral("::1");
  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

  /** Version 2, PROXY, TCP over IPv4, 12 bytes. */
  private static final int OVER_IPV4 = 0x2111_000C;

  /** Version 2, PROXY, TCP over IPv6, 36 bytes. */
  private static final int OVER_IPV6 = 0x2121_0024;

  @TempDir private Path directory;

  @Test
  void tellsAnIpv4Client() throws Exception {
    InetAddress source = InetAddress.ofLiteral("127.0.0.9");
    assertTold(Guests.LOOPBACK, source, Guests.LOOPBACK, OVER_IPV4);
  }

  @Test
  void tellsAnIpv6Client() throws Exception {
    assertTold(SIX, SIX, SIX, OVER_IPV6);
  }

  @Test
  void tellsAnIpv4ClientOfAPortForBoth() throws Exception {
    InetAddress source = InetAddress.ofLiteral("127.0.0.9");
    assertTold(InetAddress.ofLiteral("::"), source, Guests.LOOPBACK, OVER_IPV4);
  }

  @Test
  void tellsSourceBeforeDestination() {
    ByteBuffer header =
        ProxyHeader.of(
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 40_000),
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8::2"), 50_800));
    assertThat(header.remaining()).isEqualTo(52);
    assertThat(header.getLong(16)).isEqualTo(0x2001_0db8_0000_0000L);
    assertThat(header.getLong(24)).isEqualTo(1);
    assertThat(header.getLong(40)).isEqualTo(2);
    assertThat(header.getShort(48)).isEqualTo((short) 40_000);
    assertThat(header.getShort(50)).isEqualTo((short) 50_800);
  }

  private void assertTold(InetAddress listening, InetAddress source, InetAddress to, int kind)
      throws IOException {
    int port = Guests.freePort(listening);
    try (Guests guests = new Guests(directory, listening, Guests.NONE);
        Socket client = new Socket()) {
      guests.open(port, "vm-two", true);
      client.bind(new InetSocketAddress(source, 0));
      client.connect(new InetSocketAddress(to, port));
      client.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
      try (Socket guest = guests.accept()) {
        byte[] addresses = new byte[2 * source.getAddress().length + 2 * Short.BYTES];
        ByteBuffer.wrap(addresses)
            .put(source.getAddress())
            .put(to.getAddress())
            .putShort((short) client.getLocalPort())
            .putShort((short) port);
        assertThat(guest.getInputStream().readNBytes(SIGNATURE.length)).isEqualTo(SIGNATURE);
        assertThat(ByteBuffer.wrap(guest.getInputStream().readNBytes(4)).getInt()).isEqualTo(kind);
        assertThat(guest.getInputStream().readNBytes(addresses.length)).isEqualTo(addresses);
        assertThat(guest.getInputStream().readNBytes(11)).asString().isEqualTo("SSH-2.0-x\r\n");
      }
    }
  }
}
