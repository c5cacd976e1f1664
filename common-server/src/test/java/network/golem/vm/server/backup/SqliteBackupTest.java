package network.golem.vm.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupTest {

  @TempDir private Path directory;

  @Test
  void holdsWhatWasCommittedWhileAServerIsInTheMiddleOfATransaction() throws Exception {
    Path copy = directory.resolve("copy.db");
    try (Connection server = open(database())) {
      server.createStatement().execute("INSERT INTO vm VALUES ('committed')");
      server.setAutoCommit(false);
      server.createStatement().execute("INSERT INTO vm VALUES ('begun')");
      SqliteBackup.copy(database(), copy);
      server.commit();
    }
    assertThat(names(copy)).isEqualTo("committed");
    assertThat(names(database())).isEqualTo("committed,begun");
  }

  @Test
  void isForItsOwnerOnly() throws Exception {
    Path copy = directory.resolve("copy.db");
    create();
    SqliteBackup.copy(database(), copy);
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void neverReplacesAFile() throws Exception {
    create();
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    assertThatThrownBy(() -> SqliteBackup.copy(database(), precious))
        .hasMessageContaining("precious is there already");
    assertThat(precious).hasContent("precious");
  }

  @Test
  void leavesNothingWhenItFails() throws IOException {
    Path rubbish =
        Files.writeString(directory.resolve("rubbish.db"), "no database, but long enough");
    assertThatThrownBy(() -> SqliteBackup.copy(rubbish, directory.resolve("copy.db")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rubbish.db");
    assertThat(directory).isDirectoryNotContaining(file -> !file.equals(rubbish));
  }

  @Test
  void makesNoDatabaseOutOfNothing() {
    assertThatThrownBy(
            () -> SqliteBackup.copy(directory.resolve("none.db"), directory.resolve("copy.db")))
        .hasMessageContaining("there is no database");
  }

  private Path database() {
    return directory.resolve("server.db");
  }

  private void create() throws SQLException {
    open(database()).close();
  }

  private static Connection open(Path file) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=WAL");
    connection.createStatement().execute("CREATE TABLE IF NOT EXISTS vm (name TEXT)");
    return connection;
  }

  private static String names(Path file) throws SQLException {
    try (Connection connection = open(file);
        var rows = connection.createStatement().executeQuery("SELECT group_concat(name) FROM vm")) {
      return rows.getString(1);
    }
  }
}
