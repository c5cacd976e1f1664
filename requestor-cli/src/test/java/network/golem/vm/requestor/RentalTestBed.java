package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A user, discovery and one provider named lab with 4 vCPU, 8 GiB and 100 GiB free. */
abstract class RentalTestBed {

  static final Capacity FREE = new Capacity(4, 8, 100);

  @TempDir Path home;
  FakeDiscovery discovery;
  FakeProvider lab;
  User user;

  @BeforeEach
  void begin() throws Exception {
    discovery = new FakeDiscovery();
    lab = new FakeProvider();
    discovery.advertise(lab.identity, lab.advertisement("lab", FREE, "debian-12", "ubuntu-24.04"));
    user = new User(home);
    user.environment.put("GOLEM_REQUESTOR_DISCOVERY_URL", discovery.url());
  }

  @AfterEach
  void end() {
    lab.close();
    discovery.close();
  }

  /** Runs a command that is to end well. */
  Outcome succeeds(String... arguments) {
    Outcome outcome = user.types(arguments);
    assertThat(outcome.status()).as("%s", outcome).isZero();
    return outcome;
  }

  /** Runs a command that is to end with an error that says {@code detail}. */
  Outcome fails(int status, String detail, String... arguments) {
    Outcome outcome = user.types(arguments);
    assertThat(outcome.status()).as("%s", outcome).isEqualTo(status);
    assertThat(outcome.err()).contains("error: ").contains(detail);
    assertThat(outcome.out()).isEmpty();
    return outcome;
  }

  JsonNode json(String... arguments) {
    return Json.MAPPER.readTree(succeeds(arguments).out());
  }

  Path record(String name) {
    return user.base().resolve("vms").resolve(name + ".json");
  }

  JsonNode recorded(String name) throws IOException {
    return Json.MAPPER.readTree(Files.readString(record(name)));
  }

  /** The command of this build, found on PATH as an installed one is. */
  Path installGolem() throws IOException {
    Path golem = Files.createDirectories(home.resolve("bin")).resolve("golem");
    Files.writeString(
        golem,
        "#!/bin/sh\nexec '%s' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Golem.class.getName()));
    Files.setPosixFilePermissions(golem, PosixFilePermissions.fromString("rwxr-xr-x"));
    return golem;
  }

  /** That of a program at a terminal, which finds this build's command. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(user.environment);
    environment.put("PATH", home.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    environment.put("TERM", "xterm");
    environment.put("COLUMNS", "200");
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }

  static boolean isHere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
