package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  static final String SOCKET = ".sock";
  private static final String STATE = "state ";
  private static final String SERVING = "serving";

  /** Unix socket paths end here (sys/un.h: 108 bytes with the final zero). */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final int LONGEST_SUFFIX = 4;

  private final Path directory;
  private final ProxyProgram program;
  private final Duration patience;
  private volatile Path socket;

  /**
   * @param patience after so long without an answer a process is taken to hang
   */
  ProxyProcesses(Path directory, ProxyProgram program, Duration patience) throws IOException {
    this.directory = directory;
    this.program = program;
    this.patience = patience;
    this.socket = directory.resolve(program.nameOfIt() + SOCKET);
    if (socket.toString().length() > LONGEST_SOCKET_PATH - LONGEST_SUFFIX) {
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

  /** One that is there and does not answer serves nobody: it is killed, to be replaced. */
  synchronized void endHung() throws IOException {
    for (Path each : sockets()) {
      state(each);
    }
  }

  /**
   * Afterwards one of this program serves. Earlier ones, if any, have given it their ports and
   * carry on what they had begun.
   */
  synchronized void ensureOneServes() throws IOException {
    List<Path> living = sockets().stream().filter(each -> !state(each).isEmpty()).toList();
    tidy(living);
    List<Path> serving = living.stream().filter(each -> state(each).equals(SERVING)).toList();
    Optional<Path> ours = serving.stream().filter(this::isOfThisProgram).findFirst();
    socket = ours.orElseGet(this::unusedSocket);
    if (ours.isEmpty()) {
      start(!serving.isEmpty());
    }
    for (Path each : serving) {
      if (!each.equals(socket)) {
        Control.ask(each, "drain");
      }
    }
  }

  private boolean isOfThisProgram(Path each) {
    return each.getFileName().toString().startsWith(program.nameOfIt());
  }

  /** One of the same program may be there that has given its ports away already. */
  private Path unusedSocket() {
    Path unused = directory.resolve(program.nameOfIt() + SOCKET);
    for (int i = 2; Files.exists(unused); i++) {
      unused = directory.resolve(program.nameOfIt() + "-" + i + SOCKET);
    }
    return unused;
  }

  private void start(boolean beside) throws IOException {
    Path said = directory.resolve(program.nameOfIt() + ".log");
    String name = socket.getFileName().toString();
    Process process = Daemon.start(program.command(directory, name, beside), directory, said);
    long end = System.nanoTime() + APPEARANCE.toNanos();
    try {
      while (state(socket).isEmpty()) {
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
  private void tidy(List<Path> living) throws IOException {
    for (Path file : files("*.{sock,jar,log,part}")) {
      String name = file.getFileName().toString();
      boolean used =
          name.startsWith(program.nameOfIt())
              || living.stream().anyMatch(each -> name.startsWith(nameOf(each)));
      if (name.endsWith(SOCKET) ? !living.contains(file) : !used && !name.equals("access.log")) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Of the program, without the number that tells apart two of it. */
  private static String nameOf(Path socket) {
    String name = socket.getFileName().toString();
    return name.substring(0, ProxyProgram.NAME_LENGTH);
  }

  /** What the one at a socket says that it does; nothing if nobody is there any more. */
  private String state(Path each) {
    try {
      return Control.ask(each, "hello", patience).stream()
          .filter(line -> line.startsWith(STATE))
          .map(line -> line.substring(STATE.length()))
          .findFirst()
          .orElse("");
    } catch (Control.Silent e) {
      kill(each);
      return "";
    } catch (IOException e) {
      log.debug("{} does not answer", each, e);
      return "";
    }
  }

  /** Its ports are free only when it is gone. */
  private void kill(Path each) {
    for (ProcessHandle process : ProxyProgram.processes(directory, each.getFileName().toString())) {
      log.warn(
          "access proxy {} has not answered for {} s; it is killed, with its connections",
          process.pid(),
          patience.toSeconds());
      process.destroyForcibly();
      process.onExit().join();
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
