package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
