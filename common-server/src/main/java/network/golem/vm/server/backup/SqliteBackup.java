package network.golem.vm.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import network.golem.vm.server.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Copies a SQLite database as it is at one moment, also while a server writes to it: {@code VACUUM
 * INTO} reads in one transaction, which in a write-ahead log holds up no writer
 * (https://sqlite.org/lang_vacuum.html). The copy is a database of its own that only its owner can
 * read.
 */
public final class SqliteBackup {

  private static final String FILE = "FILE";

  private SqliteBackup() {}

  /** {@code backup FILE}, to be added to a server's commands. */
  public static CommandSpec command() {
    return CommandSpec.create()
        .name("backup")
        .addPositional(
            PositionalParamSpec.builder()
                .paramLabel(FILE)
                .index("0")
                .arity("1")
                .type(Path.class)
                .description("a file that is not there yet")
                .build());
  }

  /**
   * Copies {@code database} to the file that was named on the command line, and says so.
   *
   * @throws IOException when there is no database, or the file exists or cannot be written
   */
  public static void run(Path database, ParseResult arguments) throws IOException {
    Path to = Settings.expand(arguments.matchedPositionalValue(0, Path.of("")).toString());
    copy(database, to);
    var out = arguments.commandSpec().commandLine().getOut();
    out.printf("%s is copied to %s, %d bytes%n", database, to, Files.size(to));
    out.flush();
  }

  /** The copy gets its name only once it is whole. */
  static void copy(Path database, Path to) throws IOException {
    if (!Files.exists(database)) {
      throw new IOException(
          "there is no database " + database + "; name its directory with --data-dir");
    }
    if (Files.exists(to)) {
      throw new IOException(to + " is there already; name a file that is not, or move it away");
    }
    Path directory = to.toAbsolutePath().getParent();
    Path begun =
        Files.createTempFile(
            directory,
            "." + to.getFileName(),
            ".backup",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, begun.toString());
      vacuum.execute();
      Files.move(begun, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      throw new IOException("cannot copy " + database + " to " + to + ": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(begun);
    }
  }
}
