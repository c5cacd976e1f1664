package network.golem.vm.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.golem.vm.test.Needed;

/**
 * A PostgreSQL server of its own on a free port, from the programs that are installed. Tests that
 * need one are left out where there are none.
 */
public final class RealPostgres implements AutoCloseable {

  private static final String USER = "postgres";

  private final Path directory;
  private final int port;
  private final Process server;

  private RealPostgres(Path programs, Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    run(programs.resolve("initdb").toString(), "-D", data(), "-U", USER, "-A", "trust", "-N");
    server =
        process(
            programs.resolve("postgres").toString(),
            "-D",
            data(),
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=" + directory);
  }

  public static RealPostgres start() throws IOException {
    Optional<Path> programs = programs();
    Needed.program(programs.isPresent(), "postgresql");
    // Not below the build: its user may not be ours.
    Path directory = Files.createTempDirectory("golem-postgres");
    try (ServerSocket free = new ServerSocket(0)) {
      if (isRoot()) {
        new ProcessBuilder("chown", USER, directory.toString()).start().onExit().join();
      }
      int port = free.getLocalPort();
      free.close();
      return new RealPostgres(programs.get(), directory, port);
    }
  }

  /** A new, empty database. */
  public String newDatabase(String name) {
    org.awaitility.Awaitility.await("PostgreSQL takes connections")
        .atMost(30, TimeUnit.SECONDS)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> {
          try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "")) {
            return connection.createStatement().executeUpdate("CREATE DATABASE " + name) == 0;
          }
        });
    return "postgresql://" + USER + "@127.0.0.1:" + port + "/" + name;
  }

  @Override
  public void close() {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    server.onExit().join();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private void run(String... command) throws IOException {
    if (process(command).onExit().join().exitValue() != 0) {
      throw new IOException(Files.readString(log()));
    }
  }

  private Process process(String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
    }
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Where Debian keeps them: not on the PATH. */
  private static Optional<Path> programs() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(java.util.Comparator.naturalOrder());
    }
  }
}
