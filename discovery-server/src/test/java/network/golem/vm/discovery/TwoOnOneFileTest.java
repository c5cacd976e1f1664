package network.golem.vm.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file has one writer, and PostgreSQL is there for more. */
@Timeout(120)
class TwoOnOneFileTest {

  @TempDir private Path data;

  @Test
  void secondInstanceIsRefusedUntilTheFirstIsGone() throws Exception {
    try (DiscoveryProcess first = DiscoveryProcess.start(data)) {
      first.url();
      try (DiscoveryProcess second = DiscoveryProcess.start(data)) {
        assertThatThrownBy(second::url)
            .hasMessageContaining("another discovery (process ")
            .hasMessageContaining(" uses the database " + data.resolve("discovery.db"));
      }
      first.kill();
      try (DiscoveryProcess next = DiscoveryProcess.start(data)) {
        assertThat(next.url()).startsWith("http://");
      }
    }
  }
}
