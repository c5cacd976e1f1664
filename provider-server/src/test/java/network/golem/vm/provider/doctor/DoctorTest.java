package network.golem.vm.provider.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.Provider;
import network.golem.vm.provider.doctor.Result.Grade;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an owner reads of a host where no provider runs. */
@Timeout(60)
class DoctorTest {

  @TempDir private Path parent;

  private record Answer(int exitCode, String text) {}

  @Test
  void aDirectoryThatOthersCanReadIsAnErrorWithTheCommandThatMendsIt() throws IOException {
    Path data = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    Answer answer = doctor(data);
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.text())
        .contains("error    Data directory  others on this host", "do: chmod 700 " + data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    assertThat(doctor(data).text()).contains("ok       Data directory  " + data + " is ");
  }

  @Test
  void whoHasThePortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Answer answer = doctor(parent, "--port", port);
      assertThat(answer.exitCode()).isEqualTo(1);
      assertThat(answer.text())
          .contains("error    Ports", "provider port " + port + " in use on this host")
          // Programs that other checks start hold it too, until they are started.
          .contains("TCP " + port + " is in use by ", "(process ", "choose another with --port");
    }
  }

  @Test
  void aClockThatDiscoveryWouldRefuseIsAnErrorAndAFewSecondsAreNot() throws Exception {
    HttpServer discovery =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    discovery.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    discovery.start();
    try {
      String url = "http://127.0.0.1:" + discovery.getAddress().getPort();
      assertThat(clock(url, Duration.ZERO)).isEqualTo(Result.ok("agrees with " + url));
      assertThat(clock(url, Duration.ofSeconds(-20)))
          .returns(Grade.WARNING, Result::grade)
          .satisfies(result -> assertThat(result.what()).contains(" s behind " + url));
      assertThat(clock(url, Duration.ofMinutes(5)))
          .returns(Grade.ERROR, Result::grade)
          .satisfies(result -> assertThat(result.what()).contains(" s ahead of", "refuses"));
    } finally {
      discovery.stop(0);
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIsNamed() throws IOException {
    assertThat(doctor(parent, "--discovery-url", "http://127.0.0.1:1").text())
        .contains("error    Discovery", "http://127.0.0.1:1 does not answer");
    assertThat(doctor(parent, "--discovery-url", "http://no-such-host.invalid").text())
        .contains("error    DNS", "not known: no-such-host.invalid");
  }

  @Test
  void programsReadTheSameAsJson() throws IOException {
    JsonNode checks = Json.MAPPER.readTree(doctor(parent, "--output", "json").text());
    assertThat(checks.valueStream().map(check -> check.path("name").asString()))
        .startsWith("Java", "Data directory", "Disk", "Backend", "KVM", "Images", "Isolation");
    assertThat(checks.path(0).path("grade").asString()).isEqualTo("ok");
  }

  /** What is said of this host's clock, where it is so much ahead. */
  private Result clock(String url, Duration ahead) throws Exception {
    ProviderSettings settings =
        Settings.read(ProviderSettings.form(), Map.of("--discovery-url", url), Map.of(), parent)
            .values();
    return new NetworkChecks(settings, Clock.offset(Clock.systemUTC(), ahead))
        .all().stream()
            .filter(check -> check.name().equals("Clock"))
            .findFirst()
            .orElseThrow()
            .examination()
            .run();
  }

  private static Answer doctor(Path data, String... flags) {
    List<String> line =
        new ArrayList<>(
            List.of("doctor", "--data-dir", data.toString(), "--guest-network", "none"));
    line.addAll(List.of("--host", "127.0.0.1", "--backend", "qemu"));
    if (!List.of(flags).contains("--discovery-url")) {
      line.addAll(List.of("--discovery-url", ""));
    }
    if (!List.of(flags).contains("--port")) {
      line.addAll(List.of("--port", "1"));
    }
    line.addAll(List.of(flags));
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Provider.run(line.toArray(String[]::new));
      return new Answer(exitCode, said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}
