package network.golem.vm.provider.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortHoldersTest {

  @Test
  void whoListensHoldsAPortAndWhoIsOnlyConnectedFromItDoesNot() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listener = new ServerSocket(0, 1, loopback);
        Socket client = new Socket(loopback, listener.getLocalPort())) {
      int listening = listener.getLocalPort();
      assertThat(PortHolders.of(Set.of(listening, client.getLocalPort())))
          .containsOnlyKeys(listening)
          .containsValue("java (process " + ProcessHandle.current().pid() + ")");
      assertThat(PortHolders.of(client.getLocalPort())).isEqualTo("another program");
    }
  }
}
