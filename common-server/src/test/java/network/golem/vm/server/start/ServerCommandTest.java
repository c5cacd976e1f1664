package network.golem.vm.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.settings.LogFormat;
import network.golem.vm.server.settings.ServerSettings;
import network.golem.vm.server.settings.Setting;
import network.golem.vm.server.settings.SettingsForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.DefaultValue;

class ServerCommandTest {

  private int started = -1;

  record Door(@Setting("port of the door") @DefaultValue("1") int port) implements ServerSettings {
    Door {
      InvalidValueException.checkRange("port", port, 0, 65_535);
    }

    @Override
    public LogFormat logFormat() {
      return LogFormat.TEXT;
    }

    @Override
    public Optional<InetSocketAddress> metricsAddress() {
      return Optional.empty();
    }
  }

  @EnableAutoConfiguration
  static class House {}

  @ParameterizedTest
  @CsvSource({
    "start, 0, 1",
    "start --port 7, 0, 7",
    "start --port=7, 0, 7",
    "config, 0, -1",
    "--help, 0, -1",
    "start --help, 0, -1",
    "--version, 0, -1",
    "start --port 65536, 1, -1",
    "start --port none, 1, -1",
    "start --door 7, 2, -1",
    "start 7, 2, -1",
    "stop, 2, -1",
  })
  void exitCodeSaysWhatBecameOfIt(String line, int exitCode, int port) {
    assertThat(command().run(line.split(" ", -1))).isEqualTo(exitCode);
    assertThat(started).isEqualTo(port);
  }

  @Test
  void nothingToDoIsAMistakeOfUsage() {
    assertThat(command().run()).isEqualTo(2);
  }

  @Test
  void serverWhosePortIsTakenFails() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, Object> there =
          Map.of("server.address", "127.0.0.1", "server.port", taken.getLocalPort());
      int exitCode =
          new ServerCommand<>("house", "A house.", new SettingsForm<>(Door.class, "HOUSE_"))
              .add(
                  "start",
                  "Open.",
                  (settings, _) -> {
                    Server.start(House.class, settings, there).close();
                    return 0;
                  })
              .run("start");
      assertThat(exitCode).isEqualTo(1);
    }
  }

  private ServerCommand<Door> command() {
    return new ServerCommand<>("house", "A house.", new SettingsForm<>(Door.class, "HOUSE_"))
        .add(
            "start",
            "Open.",
            (settings, _) -> {
              started = settings.values().port();
              return 0;
            });
  }
}
