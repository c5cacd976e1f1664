package network.golem.vm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortInUseTest {

  private static final String THIS_TEST = "(process " + ProcessHandle.current().pid() + ")";

  @TempDir private Path data;

  @Test
  void startThatFailsNamesTheProgramThatHasThePortAndHasChangedNothing() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var flags =
          Map.of(
              "--data-dir", data.toString(),
              "--host", "127.0.0.1",
              "--port", String.valueOf(socket.getLocalPort()),
              "--backend", "qemu",
              "--guest-network", "open",
              "--discovery-url", "");
      var settings = Settings.read(ProviderSettings.form(), flags, Map.of(), data);
      assertThatThrownBy(() -> Provider.start(settings))
          .hasMessageStartingWith("port " + socket.getLocalPort() + " is in use by ")
          .hasMessageContaining(THIS_TEST)
          .hasMessageEndingWith("stop it, or choose another port with --port");
      assertThat(data.resolve("identity.pem")).doesNotExist();
      assertThat(data.resolve("provider.db")).doesNotExist();
    }
  }
}
