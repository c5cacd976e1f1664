package network.golem.vm.provider.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessPortsTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private AccessPorts ports;
  private int first;

  @BeforeEach
  void findTwoFreePorts() throws IOException {
    while (ports == null) {
      try (ServerSocket one = new ServerSocket(0, 1, LOOPBACK);
          ServerSocket _ = new ServerSocket(one.getLocalPort() + 1, 1, LOOPBACK)) {
        first = one.getLocalPort();
        ports = new AccessPorts(LOOPBACK, first, first + 2);
      } catch (IOException e) {
        ports = null; // the neighbour is taken: another pair
      }
    }
  }

  @AfterEach
  void stop() {
    ports.stopWaiting();
  }

  @Test
  void portThatWaitsForACheckerIsFreeForAVm() throws IOException {
    ports.await(first, _ -> {});
    assertThat(ports.free(Set.of())).hasValue(first);
  }

  @Test
  void checkersListenerMakesRoomForAVmAtOnce() throws IOException {
    for (int time = 0; time < 200; time++) { // Java closes late what a thread accepts on
      ports.await(first, _ -> {});
      ports.claim(first);
      try (ServerSocket door = new ServerSocket(first, 1, LOOPBACK)) {
        assertThat(door.isBound()).isTrue();
      }
      ports.release(first);
    }
  }

  @Test
  void portThatServesAVmIsNotListenedOn() {
    ports.claim(first);
    assertThatThrownBy(() -> ports.await(first, _ -> {})).hasMessageContaining("serves a VM");
  }

  @Test
  void portThatServedAVmCanBeListenedOnAgain() throws IOException {
    ports.claim(first);
    ports.release(first);
    ports.await(first, _ -> {});
    try (Socket client = new Socket(LOOPBACK, first)) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void portKnownToBeOfNoUseIsNotGivenOut() {
    ports.avoid(Set.of(first));
    assertThat(ports.free(Set.of())).hasValue(first + 1);
    assertThat(ports.useful()).isEqualTo(1);
  }

  @Test
  void portOfAnotherProgramIsNotGivenOut() throws IOException {
    try (ServerSocket _ = new ServerSocket(first, 1, LOOPBACK)) {
      assertThat(ports.free(Set.of())).hasValue(first + 1);
      assertThat(ports.free(Set.of(first + 1))).isEmpty();
    }
  }
}
