package network.golem.vm.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import network.golem.vm.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogFormatTest {

  @TempDir private Path data;

  @Test
  void aProgramCanReadTheLog() throws Exception {
    try (var discovery = DiscoveryProcess.start(data, "--log-format", "json")) {
      JsonNode line = Json.MAPPER.readTree(discovery.readyLine());
      assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
      assertThat(line.at("/message").asString()).startsWith("Discovery ready on http");
    }
  }
}
