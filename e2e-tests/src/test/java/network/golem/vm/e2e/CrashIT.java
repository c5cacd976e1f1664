package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A provider with real virtual machines that is killed by SIGKILL at the five most telling steps,
 * all in one life of it: while a VM is made, once it boots, while one starts, stops and is
 * destroyed.
 */
class CrashIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String MARK = "written before the crash";

  @TempDir private Path directory;

  private Network network;
  private Requestor alice;

  @BeforeEach
  void startNetwork() {
    network = Network.start(directory, "tiny");
    alice = network.requestor("alice");
  }

  @AfterEach
  void stopNetwork() {
    network.close();
  }

  @Test
  void nothingIsLostOrLeftBehind() throws IOException {
    killDuring(() -> create("early"), () -> !instances().isEmpty());
    awaitSettled("early", "failed", "running");
    alice.golem("vm", "destroy", "early", "--yes").succeeded();

    killDuring(() -> create("demo"), () -> "boot".equals(info("demo").path("phase").asString("")));
    awaitSettled("demo", "failed", "running");
    if (state("demo").equals("failed")) {
      alice.golem("vm", "destroy", "demo", "--yes").succeeded();
      create("demo").join();
    }
    alice.inVm("demo", "echo '" + MARK + "' > mark; sync");

    killDuring(() -> run("stop", "demo"), () -> !state("demo").equals("running"));
    awaitSettled("demo", "stopped");

    killDuring(() -> run("start", "demo"), () -> !state("demo").equals("stopped"));
    awaitSettled("demo", "running");
    assertThat(alice.inVm("demo", "cat mark")).isEqualTo(MARK);

    killDuring(() -> run("destroy", "demo", "--yes"), () -> !state("demo").equals("running"));
    Awaitility.await("nothing is left").atMost(PATIENCE).until(() -> instances().isEmpty());
    JsonNode free =
        alice.golem("vm", "providers", "--output", "json").json().get(0).path("resources");
    assertThat(free.path("cpu").asInt()).isEqualTo(4);
    assertThat(free.path("memory").asInt()).isEqualTo(4);
  }

  private interface Begin {
    CompletableFuture<?> begin();
  }

  private interface Seen {
    boolean now() throws IOException;
  }

  private void killDuring(Begin operation, Seen step) {
    CompletableFuture<?> command = operation.begin();
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(step::now);
    network.killProvider();
    network.startProvider();
    command.join(); // it follows its operation over the crash, or gives up
  }

  private CompletableFuture<?> create(String name) {
    return run("create", name, "--image", "tiny", "--cpu", "1", "--memory", "1", "--storage", "10");
  }

  private CompletableFuture<?> run(String... words) {
    List<String> line = new ArrayList<>(List.of("vm"));
    line.addAll(List.of(words));
    return CompletableFuture.supplyAsync(
        () -> alice.golem(line.toArray(String[]::new)), Thread::startVirtualThread);
  }

  private void awaitSettled(String name, String... states) {
    Awaitility.await(name + " is " + String.join(" or ", states))
        .atMost(PATIENCE)
        .until(() -> List.of(states).contains(state(name)));
  }

  private String state(String name) {
    return info(name).path("state").asString("");
  }

  private JsonNode info(String name) {
    var outcome = alice.golem("vm", "info", name, "--output", "json");
    return outcome.exitCode() == 0 ? outcome.json() : JsonNodeFactory.instance.objectNode();
  }

  private List<Path> instances() throws IOException {
    try (var found = Files.list(network.providerData().resolve("vms"))) {
      return found.toList();
    }
  }
}
