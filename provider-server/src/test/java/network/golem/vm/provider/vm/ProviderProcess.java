package network.golem.vm.provider.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.provider.Provider;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import org.springframework.context.annotation.Bean;

/**
 * A provider as a process of its own, that can be killed; its guests are at a {@link GuestHost}.
 */
final class ProviderProcess {

  private static final Pattern READY = Pattern.compile("ready on https://\\S+?:(\\d+)");
  private static final String GUEST_HOST = "guest.host";

  private final Process process;
  private final Api api;

  private ProviderProcess(Process process, Api api) {
    this.process = process;
    this.api = api;
  }

  /** The program that is killed. */
  static final class Main {
    static void main(String[] flags) throws IOException {
      Map<String, String> settings = new TreeMap<>();
      for (int i = 0; i < flags.length; i += 2) {
        settings.put(flags[i], flags[i + 1]);
      }
      var read = Settings.read(ProviderSettings.form(), settings, Map.of(), Path.of(""));
      Provider.start(read, Remote.class);
    }
  }

  /** Not annotated, so that only those who name it get it. */
  static class Remote {
    @Bean("hostBackend")
    VmBackend remoteBackend() {
      return new RemoteBackend(Integer.getInteger(GUEST_HOST));
    }
  }

  /** Starts on the records in {@code data}; returns once it takes requests. */
  static ProviderProcess start(Path data, GuestHost guests, int firstPort, String... flags)
      throws Exception {
    Process process =
        new ProcessBuilder(command(data, guests, firstPort, flags))
            .redirectErrorStream(true)
            .start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> follow(process, data.resolve("provider.log"), port));
    int listening = port.get(90, TimeUnit.SECONDS);
    var nodeId = Identity.loadOrCreate(data.resolve("identity.pem")).nodeId();
    return new ProviderProcess(process, new Api(listening, nodeId));
  }

  private static List<String> command(Path data, GuestHost guests, int firstPort, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Djdk.virtualThreadScheduler.parallelism=64"); // as Launch sets it
    command.add("-D" + GUEST_HOST + "=" + guests.port());
    String classes = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classes)));
    command.add(Main.class.getName());
    command.addAll(List.of("--data-dir", data.toString(), "--host", "127.0.0.1", "--port", "0"));
    command.addAll(List.of("--discovery-url", "", "--offer-cpu", "20", "--max-vms", "20"));
    command.addAll(List.of("--offer-memory", "40", "--offer-storage", "400"));
    // On the ports that these have by default another provider of this machine may listen.
    command.addAll(List.of("--status-page", "off", "--metrics", "off"));
    command.addAll(List.of("--cpu-threshold", "100", "--memory-threshold", "100"));
    command.addAll(List.of("--storage-threshold", "100", "--storage-floor-gb", "0"));
    command.addAll(List.of("--port-range-start", "" + firstPort));
    command.addAll(List.of("--port-range-end", "" + (firstPort + 20)));
    command.addAll(List.of(flags));
    return command;
  }

  private static void follow(Process process, Path log, CompletableFuture<Integer> port) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader();
        var copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        copy.write(line + "\n");
        copy.flush();
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          port.complete(Integer.parseInt(ready.group(1)));
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    port.completeExceptionally(new IllegalStateException("it did not start:\n" + said));
  }

  Api api() {
    return api;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: no line of it runs any more. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM. */
  Process terminate() {
    process.destroy();
    return process;
  }
}
