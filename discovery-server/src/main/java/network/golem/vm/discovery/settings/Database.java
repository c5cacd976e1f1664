package network.golem.vm.discovery.settings;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.Server;
import network.golem.vm.server.start.SoleUse;

/**
 * The database, from a URL as SQLAlchemy writes it, which operators of the earlier discovery have
 * in their files, or as JDBC does.
 */
public sealed interface Database {

  /**
   * Makes what has to be there, and returns Spring's properties to connect with.
   *
   * @throws IOException when the file's directory cannot be used
   */
  Map<String, Object> prepare() throws IOException;

  /**
   * Has it for this instance alone where it cannot be shared, until closed.
   *
   * @throws IOException when another instance uses it
   */
  Closeable claim() throws IOException;

  /**
   * The file that it is.
   *
   * @throws IOException when it is none, and its server's own tools copy it
   */
  Path file() throws IOException;

  /** A file of our own. */
  record Sqlite(Path file) implements Database {

    public Sqlite {
      file = file.toAbsolutePath().normalize();
    }

    @Override
    public Map<String, Object> prepare() throws IOException {
      Server.dataDirectory(file.resolveSibling(""));
      Map<String, Object> properties = new HashMap<>(Server.sqlite(file));
      properties.putAll(POOL);
      return properties;
    }

    @Override
    public Closeable claim() throws IOException {
      return SoleUse.begin(
          file.resolveSibling(file.getFileName() + ".lock"),
          "discovery",
          "the database "
              + file
              + "; stop it, choose another --data-dir, or share one on PostgreSQL with --db-url");
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A database that other instances may share. */
  record Postgres(String url, String user, String password) implements Database {

    @Override
    public Path file() throws IOException {
      throw new IOException("the database is on a PostgreSQL server: copy it with pg_dump");
    }

    @Override
    public Map<String, Object> prepare() {
      Map<String, Object> properties = new HashMap<>(POOL);
      properties.put("spring.datasource.url", url);
      properties.put("spring.datasource.username", user);
      properties.put("spring.datasource.password", password);
      // Seconds, unless the URL says otherwise: one that is cut off must not be waited for for
      // ever.
      properties.put("spring.datasource.hikari.data-source-properties.connectTimeout", "5");
      properties.put("spring.datasource.hikari.data-source-properties.socketTimeout", "30");
      properties.put("spring.datasource.hikari.data-source-properties.tcpKeepAlive", "true");
      return properties;
    }

    @Override
    public Closeable claim() {
      return () -> {};
    }

    /** Without the password, which would go to a log. */
    @Override
    public String toString() {
      return url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
    }
  }

  /** One connection writes; the other reads what further instances have written. */
  Map<String, Object> POOL =
      Map.of(
          "spring.datasource.hikari.maximum-pool-size", 2,
          "spring.datasource.hikari.connection-timeout", 5_000);

  /**
   * Reads a URL.
   *
   * @throws InvalidValueException when it is none; the message does not repeat a password
   */
  static Database parse(String url) {
    String plain = url.startsWith("jdbc:postgresql:") ? url.substring("jdbc:".length()) : url;
    return plain.matches("postgres(ql)?(\\+[a-z0-9]+)?://.*") ? postgres(plain) : sqlite(url);
  }

  private static Database postgres(String url) {
    try {
      URI uri = URI.create(url);
      String path = uri.getRawPath();
      if (uri.getHost() == null || path == null || path.length() < 2) {
        throw refused(url);
      }
      String[] user = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
      String jdbc =
          "jdbc:postgresql://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + path
              + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      return new Postgres(jdbc, decoded(user[0]), user.length > 1 ? decoded(user[1]) : "");
    } catch (IllegalArgumentException e) {
      throw refused(url);
    }
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Options behind a question mark are refused: how the file is written to decides what an answer
   * promises.
   */
  private static Database sqlite(String url) {
    String prefix = url.startsWith("sqlite:///") ? "sqlite:///" : "jdbc:sqlite:";
    String file = url.startsWith(prefix) ? url.substring(prefix.length()) : "";
    if (file.isEmpty() || file.startsWith(":") || file.contains("?") || file.endsWith("/")) {
      throw refused(url);
    }
    return new Sqlite(Settings.expand(file));
  }

  private static InvalidValueException refused(String url) {
    // What stands before an @ may be a password, and the message goes to a log.
    return new InvalidValueException(
        "dbUrl",
        url.replaceFirst("//.*@", "//…@"),
        "sqlite:///relative/file, sqlite:////absolute/file, jdbc:sqlite:file"
            + " or postgresql://user:password@host:5432/name");
  }
}
