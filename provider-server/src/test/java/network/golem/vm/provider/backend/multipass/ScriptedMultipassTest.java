package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The scripted multipass answers as the recorded one did. */
@Timeout(120)
class ScriptedMultipassTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private ScriptedHost host;

  @BeforeEach
  void scriptMultipass() throws IOException {
    host = new ScriptedHost(directory);
  }

  @Test
  void listsAsRecorded() throws Exception {
    assertThat(run("list --format json").stdout()).isEqualTo(Recording.stdout("list_starting"));
    run("launch --name alpha 24.04");
    assertSameShape(run("list --format json"), "list_running");
    run("stop alpha");
    assertSameShape(run("list --format json"), "list_stopped");
    host.set("starting", 600_000);
    assertRefused("start_timeout", 5, "start alpha --timeout 1");
    assertSameShape(run("list --format json"), "list_starting_state");
  }

  @Test
  void listsDeletedInstancesAsRecorded() throws Exception {
    run("launch --name beta 24.04");
    run("launch --name n2 24.04");
    run("delete n2");
    assertSameShape(run("list --format json"), "list_after_n2_deleted");
    assertRefused("start_deleted2", 2, "start n2");
    assertRefused("stop_deleted", 2, "stop n2");
  }

  @Test
  void informsAsRecorded() throws Exception {
    run("launch --name alpha 24.04");
    assertSameShape(run("info alpha --format json"), "info_running");
    run("stop alpha");
    assertSameShape(run("info alpha --format json"), "info_stopped");
  }

  @Test
  void showsTheStepsOfALaunchAsRecorded() throws Exception {
    List<String> recorded = messages(Recording.stdout("launch_ok"));
    assertThat(recorded)
        .startsWith("Creating alpha")
        .endsWith("Waiting for initialization to complete", "Launched: alpha");
    assertThat(messages(run("launch --name alpha 24.04").stdout()))
        .filteredOn(message -> !message.contains("%"))
        .isEqualTo(recorded);
  }

  @Test
  void refusesWhatIsNotThereAsRecorded() throws Exception {
    assertRefused("info_missing", 2, "info nosuch --format json");
    assertRefused("delete_missing", 2, "delete --purge nosuch");
    assertRefused("stop_missing", 2, "stop nosuch");
    assertRefused("start_missing", 2, "start nosuch");
  }

  @Test
  void refusesToLaunchAsRecorded() throws Exception {
    run("launch --name alpha 24.04");
    assertRefused("launch_dup_running", 2, "launch --name alpha 24.04");
    assertRefused("launch_badname_digit", 2, "launch --name 1abc 24.04");
    assertRefused("launch_mem_small", 2, "launch --name b1 -m 100M 24.04");
    assertRefused("launch_disk_small", 2, "launch --name b1 -d 100M 24.04");
    assertRefused("launch_image_missing", 2, "launch --name b1 file:///nonexistent/x.img");
    assertRefused("launch_cpus_zero", 1, "launch --name b1 -c 0 24.04");
    assertRefused("launch_timeout_bad", 1, "launch --name b1 --timeout 0 24.04");
    assertRefused("launch_unknown_opt", 1, "launch --name b1 --nosuch 24.04");
  }

  @Test
  void preparesOutOfSightAndGoesOnWithoutItsClient() throws Exception {
    host.set("prepare", 600_000);
    assertRefused("launch_notimage", 5, "launch --name alpha --timeout 1 24.04");
    assertThat(run("list --format json").stdout()).isEqualTo(Recording.stdout("list_starting"));
    assertRefused("launch_dup_preparing", 2, "launch --name alpha 24.04");
  }

  @Test
  void givesUpOnAGuestAsRecorded() throws Exception {
    host.set("boots", false);
    host.set("daemon_limit", 500);
    assertRefused("launch_default_timeout", 2, "launch --name n2 24.04");
    assertRefused("delete_running_nopurge", 2, "delete n2");
  }

  @Test
  void failsAsRecordedWithoutItsDaemon() throws Exception {
    host.set("daemon", "down");
    assertThat(run("version --format json").stdout()).isEqualTo(Recording.stdout("down_version"));
    assertRefused("down_list", 2, "list --format json");
    assertRefused("down_launch", 2, "launch --name q1 24.04");
    assertRefused("down_stop", 2, "stop beta");
    assertRefused("down_delete", 2, "delete --purge beta");
  }

  private void assertRefused(String recording, int exitCode, String line) throws Exception {
    Outcome outcome = run(line);
    assertThat(outcome.stderr()).isEqualTo(Recording.stderr(recording));
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
  }

  private static void assertSameShape(Outcome outcome, String recording) throws IOException {
    assertThat(shape(outcome.stdout())).isEqualTo(shape(Recording.stdout(recording)));
  }

  private Outcome run(String line) throws Exception {
    List<String> words =
        Stream.concat(Stream.of(host.program().toString()), Arrays.stream(line.split(" ", -1)))
            .toList();
    return Command.of(AMPLE, words.toArray(String[]::new)).run();
  }

  /** Names, states and the types of all else, by path. */
  private static Map<String, String> shape(String json) {
    Map<String, String> shape = new TreeMap<>();
    describe(Json.MAPPER.readTree(json), "", shape);
    return shape;
  }

  private static void describe(JsonNode node, String path, Map<String, String> shape) {
    boolean told = path.endsWith("/name") || path.endsWith("/state");
    shape.put(
        path,
        node.getNodeType()
            + (told ? " " + node.asString() : "")
            + (node.isArray() ? " of " + node.size() : ""));
    node.properties()
        .forEach(member -> describe(member.getValue(), path + "/" + member.getKey(), shape));
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      describe(node.get(i), path + "/" + i, shape);
    }
  }

  /** What the animation says, each message once. */
  private static List<String> messages(String animation) {
    return Arrays.stream(animation.split("\u001b\\[2K|\u001b\\[0A|\u001b\\[0E|\b.?|\n", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }
}
