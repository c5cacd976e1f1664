package network.golem.vm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class TcpInfoTest {

  private static final int SECOND = 1_000_000;

  @Test
  void knowsHowFarAwayTheOtherEndIs() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
          SocketChannel accepted = server.accept()) {
        assertThat(TcpInfo.roundTripMicros(client)).isBetween(1, SECOND);
        assertThat(TcpInfo.roundTripMicros(accepted)).isBetween(1, SECOND);
      }
    }
  }

  @Test
  void knowsNothingOfWhatIsNotConnected() throws Exception {
    try (SocketChannel channel = SocketChannel.open()) {
      assertThat(TcpInfo.roundTripMicros(channel)).isEqualTo(Integer.MAX_VALUE);
    }
  }
}
