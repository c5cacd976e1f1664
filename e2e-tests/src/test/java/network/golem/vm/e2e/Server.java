package network.golem.vm.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, started as people start it. */
final class Server implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Pattern READY = Pattern.compile("ready on https?://\\S+?:(\\d+)");

  private final Process process;
  private final int port;

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts and returns once the server says that it is ready; its output goes on into {@code log}.
   */
  static Server start(Program program, Path log, Map<String, String> environment) {
    return start(program.command("start"), log, environment);
  }

  /** The same with a command line that leads to a server. */
  static Server start(List<String> command, Path log, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("GOLEM_"));
      builder.environment().putAll(environment);
      builder.directory(log.getParent().toFile());
      Process process = builder.start();
      CompletableFuture<Integer> ready = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> follow(process, log, ready));
      return new Server(process, ready.get(START.toSeconds(), TimeUnit.SECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          String.join(" ", command) + " did not start; its log is " + log + "\n" + read(log), e);
    }
  }

  private static void follow(Process process, Path log, CompletableFuture<Integer> ready) {
    try (BufferedReader lines = process.inputReader();
        var copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.write(line + "\n");
        copy.flush();
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(Integer.parseInt(matcher.group(1)));
        }
      }
      ready.completeExceptionally(new IOException("it ended with exit code " + process.waitFor()));
    } catch (IOException | InterruptedException e) {
      ready.completeExceptionally(e);
    }
  }

  int port() {
    return port;
  }

  /** SIGKILL: no line of the program runs any more. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, as a service manager stops it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException(
            "the server did not stop within " + STOP.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
