package network.golem.vm.discovery.settings;

import java.nio.file.Path;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.settings.Settings;

/**
 * Reads database URLs as SQLAlchemy writes them, which operators of the earlier discovery have in
 * their files, and JDBC's.
 */
final class DatabaseUrl {

  private static final String SQLALCHEMY = "sqlite:///";
  private static final String JDBC = "jdbc:sqlite:";
  private static final String ALLOWED =
      "sqlite:///relative/file, sqlite:////absolute/file or jdbc:sqlite:file";

  private DatabaseUrl() {}

  /**
   * The file that a URL names. Options behind a question mark are refused: how the file is written
   * to decides what an answer promises.
   */
  static Path file(String url) {
    if (url.startsWith("postgres")) {
      throw refused(url, ALLOWED + "; PostgreSQL is not supported yet");
    }
    String prefix = url.startsWith(SQLALCHEMY) ? SQLALCHEMY : JDBC;
    String file = url.startsWith(prefix) ? url.substring(prefix.length()) : "";
    if (file.isEmpty() || file.startsWith(":") || file.contains("?") || file.endsWith("/")) {
      throw refused(url, ALLOWED);
    }
    return Settings.expand(file);
  }

  private static InvalidValueException refused(String url, String allowed) {
    // What stands before an @ may be a password, and the message goes to a log.
    return new InvalidValueException("dbUrl", url.replaceFirst("//[^@/]*@", "//…@"), allowed);
  }
}
