package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person at a terminal with an identity of their own. */
final class Requestor {

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> environment;

  Requestor(Path home, int discoveryPort) {
    this.environment =
        Map.of(
            "HOME", home.toString(),
            "GOLEM_REQUESTOR_BASE_DIR", home.toString(),
            "GOLEM_REQUESTOR_DISCOVERY_URL", "http://127.0.0.1:" + discoveryPort);
  }

  /** What a command did. */
  record Outcome(String command, int exitCode, String out, String err) {

    /** The output of a command that has to succeed. */
    String succeeded() {
      assertThat(exitCode).as("%s%n%s%n%s", command, out, err).isZero();
      return out;
    }

    JsonNode json() {
      return JSON.readTree(succeeded());
    }
  }

  Path home() {
    return Path.of(environment.get("HOME"));
  }

  /** {@code golem} with these arguments, run to its end. */
  Outcome golem(String... arguments) {
    try {
      Process process = builder(Program.GOLEM.command(arguments)).start();
      process.getOutputStream().close();
      var out =
          CompletableFuture.supplyAsync(
              () -> read(process.getInputStream()), Thread::startVirtualThread);
      var err =
          CompletableFuture.supplyAsync(
              () -> read(process.getErrorStream()), Thread::startVirtualThread);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Outcome(
          "golem " + String.join(" ", arguments), process.waitFor(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code golem} with these arguments, which runs until it is ended. */
  Process started(String... arguments) throws IOException {
    return builder(Program.GOLEM.command(arguments)).inheritIO().start();
  }

  /** {@code golem} with these arguments, whose input and output are the test's. */
  Process piped(String... arguments) throws IOException {
    return builder(Program.GOLEM.command(arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  /** The output of a command in a VM. */
  String inVm(String name, String command) {
    return golem("vm", "ssh", name, "--", command).succeeded().strip();
  }

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
