package network.golem.vm.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The access proxy's program. Its arguments are {@code key=value} pairs, see {@link #main}. */
public final class Main {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private Main() {}

  /** The options of the Java that is to run it. */
  public static List<String> javaOptions() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(Main.class.getResourceAsStream("java-options"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> line.startsWith("-")).toList();
    }
  }

  /**
   * Serves until told to end, or until nothing leads to it any more.
   *
   * @param arguments {@code directory}, where the table, the log and the control socket are; {@code
   *     socket}, the name of the last; {@code address} to listen on; {@code beside=true} to share
   *     ports with an earlier process; and those of {@link Limits#arguments}
   */
  public static void main(String... arguments) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(Main::giveUp);
    Map<String, String> given =
        Arrays.stream(arguments)
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Path directory = Path.of(given.get("directory"));
    Log log = new Log(directory.resolve("access.log"));
    Table table = Table.read(directory.resolve("table"));
    AccessProxy proxy =
        new AccessProxy(InetAddress.ofLiteral(given.get("address")), Limits.of(given), log);
    Path socket = directory.resolve(given.getOrDefault("socket", ""));
    Path totals = Totals.beside(socket);
    countOn(totals, proxy, log);
    takeUp(table, proxy, Boolean.parseBoolean(given.get("beside")), log);
    Commands commands = new Commands(proxy, table, totals, Main::end);
    serve(new ControlSocket(socket, commands, log), commands, proxy, log);
  }

  private static void countOn(Path totals, AccessProxy proxy, Log log) throws IOException {
    try {
      proxy.countOn(Totals.read(totals));
    } catch (IOException e) {
      log.event("traffic is counted from nothing: " + e.getMessage());
    }
  }

  private static void takeUp(Table table, AccessProxy proxy, boolean beside, Log log) {
    for (Opening opening : table.all()) {
      try {
        proxy.open(opening, beside);
      } catch (IOException e) {
        log.event(
            String.valueOf(e.getMessage())); // the provider finds out, too, and tells its owner
      }
    }
  }

  private static void serve(ControlSocket socket, Commands commands, AccessProxy proxy, Log log)
      throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try (log;
                  socket) {
                log.event("the access proxy ends");
                commands.save();
              } catch (IOException e) {
                // Nothing is left to be done.
              }
            }));
    log.event("the access proxy is there, process " + ProcessHandle.current().pid());
    Thread.ofPlatform().daemon().start(() -> watch(socket, commands, proxy));
    socket.run();
  }

  /** A proxy that nobody can find any more must not keep ports for ever. */
  private static void watch(ControlSocket socket, Commands commands, AccessProxy proxy) {
    try {
      while (socket.isThere()) {
        commands.save();
        Thread.sleep(LOOK);
      }
      proxy.drain(Main::end);
    } catch (InterruptedException | IOException e) {
      end();
    }
  }

  /** Half a proxy is worse than none: the provider starts another. */
  private static void giveUp(Thread thread, Throwable why) {
    System.err.println(thread.getName() + ": " + why);
    Runtime.getRuntime().halt(1);
  }

  /** In a thread of its own: whoever asks for it must not be waited for. */
  private static void end() {
    Thread.ofPlatform().start(() -> System.exit(0));
  }
}
