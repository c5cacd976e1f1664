package network.golem.vm.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Discovery as a process of its own, which can be killed. */
final class DiscoveryProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("Discovery ready on (http://\\S+),");

  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private DiscoveryProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** On a free port of this host; returns before it is ready. */
  static DiscoveryProcess start(Path data, String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Discovery.class.getName(),
                "start",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--data-dir",
                data.toString(),
                "--metrics",
                "off",
                "--private-endpoints",
                "--rate-limit-reads=0",
                "--rate-limit-writes=0",
                "--rate-limit-provider=0"));
    command.addAll(List.of(flags));
    return new DiscoveryProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  String url() {
    Matcher line = READY.matcher(readyLine());
    return line.find() ? line.group(1) : "";
  }

  /** What it logged once it was ready. */
  String readyLine() {
    return ready.orTimeout(90, TimeUnit.SECONDS).join();
  }

  /** As a power cut would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  private void read() {
    StringBuilder log = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n');
        if (READY.matcher(line).find()) {
          ready.complete(line);
        }
      }
      ready.completeExceptionally(new IllegalStateException("discovery ended:\n" + log));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
