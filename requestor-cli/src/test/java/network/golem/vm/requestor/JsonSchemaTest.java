package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.model.vm.ProviderInfo;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmStats;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What programs read is as docs/json says, and nothing is printed that it does not tell of. */
class JsonSchemaTest extends RentalTestBed {

  private static final Path SCHEMA = Path.of("../docs/json/golem.schema.json");

  @BeforeEach
  void rent() {
    lab.stats =
        new VmStats(Instant.now(), 1.5, 2.5, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 1, 9L, 10L, 11L, 12L);
    lab.info =
        new ProviderInfo(
            lab.identity.nodeId(),
            "lab",
            "SE",
            "linux/amd64",
            "0.1.0",
            "qemu",
            List.of("debian-12"),
            List.of(new FastCreate("debian-12", List.of(new Resources(1, 1, 10)), "none yet")),
            FREE,
            FREE,
            FREE,
            new HostLoad(1, 2, 3),
            "busy");
    succeeds("vm", "create", "demo", "--label", "team=data", "--duration=30d");
  }

  @ParameterizedTest
  @CsvSource({
    "vms,           vm list",
    "vms,           vm list --offline",
    "vms,           vm list --all",
    "vms,           vm purge --yes",
    "vm,            vm info demo",
    "vm,            vm create more --label a=b",
    "vm,            vm stop demo",
    "vm,            vm rename-local demo other",
    "vm,            vm destroy demo --yes",
    "plan,          vm create dry --dry-run --duration 1h --explain",
    "providers,     vm providers",
    "provider_show, provider show lab",
    "events,        vm events demo",
    "stats,         vm stats demo",
    "settings,      config list",
    "setting,       config get output",
    "findings,      doctor",
    "identity,      identity show",
    "version,       version",
  })
  void printsWhatTheSchemaSays(String definition, String command) throws IOException {
    String out = user.types((command + " -o json").split(" ", -1)).out();
    assertThat(schema(definition).validate(Json.MAPPER.readTree(out))).as(out).isEmpty();
  }

  private static Schema schema(String definition) throws IOException {
    ObjectNode schema = (ObjectNode) Json.MAPPER.readTree(Files.readString(SCHEMA));
    assertThat(schema.at("/$defs/" + definition).isMissingNode()).isFalse();
    close(schema);
    schema.put("$ref", "#/$defs/" + definition);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  /** Programs are to put up with new members; here each has to be told of. */
  private static void close(JsonNode node) {
    if (node.has("properties") && !node.has("additionalProperties")) {
      ((ObjectNode) node).put("additionalProperties", false);
    }
    node.forEach(JsonSchemaTest::close);
  }
}
