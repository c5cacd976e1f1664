package network.golem.vm.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Directories that earlier versions wrote are taken over. Each version leaves its database here
 * when it is released: with one provider.
 */
class EarlierDatabasesTest {

  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(strings = "0.1.0")
  void aDirectoryOfAnEarlierVersionIsTakenOver(String version) throws Exception {
    Path database = data.resolve("discovery.db");
    try (InputStream kept = getClass().getResourceAsStream("/databases/" + version + ".db")) {
      Files.copy(requireNonNull(kept, version), database);
    }
    try (var discovery = DiscoveryProcess.start(data)) {
      assertThat(discovery.url()).startsWith("http://127.0.0.1:");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet failed =
            statement.executeQuery(
                "select count(*) from flyway_schema_history where not success")) {
      assertThat(failed.getInt(1)).isZero();
    }
  }
}
