package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.process.Daemon;
import network.golem.vm.proxy.Control;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access proxies of this provider: the one that serves, and earlier ones that still carry
 * connections which began with them. Found by their control sockets. Thread-safe.
 */
final class ProxyProcesses {

  private static final Logger log = LoggerFactory.getLogger(ProxyProcesses.class);
  private static final Duration APPEARANCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String SOCKET = ".sock";

  /** Unix socket paths end here (sys/un.h: 108 bytes with the final zero). */
  private static final int LONGEST_SOCKET_PATH = 107;

  private final Path directory;
  private final ProxyProgram program;
  private final Path socket;

  ProxyProcesses(Path directory, ProxyProgram program) throws IOException {
    this.directory = directory;
    this.program = program;
    this.socket = directory.resolve(program.nameOfIt() + SOCKET);
    if (socket.toString().length() > LONGEST_SOCKET_PATH) {
      throw new IOException(
          "the path %s is too long for a unix socket; choose a shorter --data-dir"
              .formatted(socket));
    }
  }

  /** Where the serving one is, or will be, spoken to. */
  Path socket() {
    return socket;
  }

  /** Whether there is one to serve, or one that ended has left ports open to be served. */
  boolean areThereAny() throws IOException {
    Path table = directory.resolve("table");
    return !sockets().isEmpty() || (Files.exists(table) && Files.size(table) > 0);
  }

  /** Asks the one that serves; starts it if need be. */
  List<String> ask(String request) throws IOException {
    try {
      return Control.ask(socket, request);
    } catch (Control.Refused e) {
      throw e;
    } catch (IOException e) {
      log.debug("no access proxy answers yet", e);
      ensureOneServes();
      return Control.ask(socket, request);
    }
  }

  /** Asks all, the earlier ones as well; those that do not answer are passed over. */
  List<String> askAll(String request) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path each : sockets()) {
      try {
        all.addAll(Control.ask(each, request));
      } catch (IOException e) {
        log.debug("{} does not answer", each, e);
      }
    }
    return all;
  }

  /**
   * Afterwards one of this program serves. Earlier ones of another program, if any, have given it
   * their ports and carry on what they had begun.
   */
  synchronized void ensureOneServes() throws IOException {
    List<Path> earlier = new ArrayList<>();
    for (Path each : sockets()) {
      if (!each.equals(socket) && answers(each)) {
        earlier.add(each);
      }
    }
    if (!answers(socket)) {
      start(!earlier.isEmpty());
    }
    for (Path each : earlier) {
      Control.ask(each, "drain");
    }
    tidy(earlier);
  }

  private void start(boolean beside) throws IOException {
    Path said = directory.resolve(program.nameOfIt() + ".log");
    Process process = Daemon.start(program.command(directory, beside), directory, said);
    long end = System.nanoTime() + APPEARANCE.toNanos();
    try {
      while (!answers(socket)) {
        if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "the access proxy did not start: " + Files.readString(said).strip());
        }
        if (System.nanoTime() > end) {
          process.destroyForcibly();
          throw new IOException(
              "the access proxy was not there within " + APPEARANCE.toSeconds() + " s");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the access proxy starts", e);
    }
    log.info(
        "access proxy started, process {}; who connects is logged in {}",
        process.pid(),
        directory.resolve("access.log"));
  }

  /** Files of proxies that are no more. */
  private void tidy(List<Path> earlier) throws IOException {
    List<String> names = new ArrayList<>(List.of(program.nameOfIt()));
    earlier.forEach(each -> names.add(nameOf(each)));
    for (Path file : files("*.{sock,jar,log,part}")) {
      if (!names.contains(nameOf(file)) && !file.endsWith("access.log")) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private boolean answers(Path each) {
    try {
      Control.ask(each, "hello");
      return true;
    } catch (IOException e) {
      log.debug("{} does not answer", each, e);
      return false;
    }
  }

  private List<Path> sockets() throws IOException {
    return files("*" + SOCKET);
  }

  private List<Path> files(String pattern) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
      List<Path> all = new ArrayList<>();
      found.forEach(all::add);
      return all;
    }
  }
}
