package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VmListTest extends RentalTestBed {

  private VmId id;

  @BeforeEach
  void rent() {
    succeeds("vm", "create", "demo", "--label", "team=data");
    id = lab.vms.keySet().iterator().next();
  }

  @Test
  void showsTheLastKnownStateWithItsAge() {
    lab.close();
    assertThat(succeeds("vm", "list").out())
        .containsPattern("running \\(unreachable, seen \\d+s ago\\)");
    JsonNode vm = json("vm", "list", "-o", "json").get(0);
    assertThat(vm.get("seen_at").asString()).isNotEmpty();
    assertThat(vm.get("state").asString()).isEqualTo("running");
  }

  @Test
  void keepsAllThatStandsInARecordOfAnEarlierVersion() throws Exception {
    JsonNode earlier =
        Json.MAPPER.readTree(
            """
            {
              "name": "earlier",
              "provider": {"id": "%s", "name": "lab", "host": "192.0.2.7", "port": 7466},
              "idempotency_key": "0b0d",
              "image": "debian-12",
              "resources": {"cpu": 1, "memory": 2, "storage": 10},
              "ssh_keys": ["ssh-ed25519 AAAA", "ssh-ed25519 BBBB"],
              "ssh_key_file": "/home/somebody/.ssh/other",
              "created_at": "2026-01-01T00:00:00Z",
              "known": {"id": "vm-aaaaaaaaaaaaaaaaaaaa", "state": "running", "host": "192.0.2.7",
                "port": 50800, "user": "golem", "host_key": "ssh-ed25519 AAAA", "message": "slow"},
              "user_data": "#!/bin/sh\\n",
              "duration": 3600,
              "labels": {"team": "data", "tier": "1"},
              "seen_at": "2026-01-02T00:00:00.123456Z",
              "expires_at": "2026-01-01T01:00:00Z",
              "proxy_protocol": true
            }
            """
                .formatted(lab.identity.nodeId()));
    Files.writeString(record("earlier"), earlier.toString());
    succeeds("vm", "rename-local", "earlier", "renamed");
    assertThat(recorded("renamed")).isEqualTo(((ObjectNode) earlier).put("name", "renamed"));
  }

  @Test
  void waitsNoLongerForAProviderThanItWasTold() {
    lab.silent = true;
    Outcome outcome = succeeds("vm", "list", "--timeout", "1s");
    assertThat(outcome.err()).contains("provider lab").contains("does not answer in time");
    assertThat(outcome.out()).contains("running (unreachable");
  }

  @Test
  void failsWhereTheIdentityIsUnusableAsAllProvidersWould() throws Exception {
    Files.writeString(home.resolve(".golem/requestor/identity.pem"), "nonsense");
    for (String[] list : new String[][] {{"vm", "list"}, {"vm", "list", "--all"}}) {
      Outcome outcome = user.types(list);
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.err()).startsWith("error: identity file");
    }
  }

  @Test
  void makesNoIdentityThatTheVmsOnRecordDoNotKnow() throws Exception {
    Path identity = home.resolve(".golem/requestor/identity.pem");
    Files.delete(identity);
    for (String[] line :
        new String[][] {{"vm", "list"}, {"vm", "destroy", "demo", "--yes"}, {"identity", "show"}}) {
      assertThat(fails(1, "identity.pem is missing", line).err())
          .contains("golem identity import FILE");
    }
    Path context = home.resolve(".golem/requestor/contexts/test");
    Files.createDirectories(context);
    Files.move(record("demo").getParent(), context.resolve("vms"));
    fails(1, "identity.pem is missing", "identity", "show");
    Files.move(context.resolve("vms"), record("demo").getParent());
    assertThat(identity).doesNotExist();
    assertThat(succeeds("vm", "purge", "--force").out()).contains("demo is forgotten");
    succeeds("vm", "create", "demo");
  }

  @Test
  void purgesWhatItCanAndSaysThatARecordCannotBeRead() throws Exception {
    Files.writeString(record("other"), "{");
    Outcome outcome = user.types("vm", "purge", "--yes");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("other.json", "error: 1 of 2 VMs were not destroyed");
    assertThat(outcome.out()).contains("demo is gone");
    Files.delete(home.resolve(".golem/requestor/identity.pem"));
    fails(1, "identity.pem is missing", "identity", "show");
  }

  @Test
  void keepsToTheLabelsThatWereAskedFor() {
    succeeds("vm", "create", "other");
    assertThat(succeeds("vm", "list", "--label", "team=data", "-q").out())
        .isEqualToIgnoringNewLines(id.value());
    assertThat(succeeds("vm", "list", "--label", "team", "--offline").out())
        .contains("demo")
        .doesNotContain("other");
    assertThat(succeeds("vm", "list", "--label", "team=web").err()).contains("no VM with these");
  }

  @Test
  void findsVmsThatAreNotOnRecordAtAnyProvider() throws Exception {
    Files.delete(record("demo"));
    assertThat(succeeds("vm", "list").err()).contains("You have no VM");
    Outcome outcome = succeeds("vm", "list", "--all");
    assertThat(outcome.out()).contains("demo", id.value(), "lab");
  }

  @Test
  void putsVmsOnRecordThatItFinds() throws Exception {
    Files.delete(record("demo"));
    assertThat(succeeds("vm", "list", "--adopt").err()).contains("Put VM demo (" + id);
    assertThat(recorded("demo").get("ssh_key_file").asString()).endsWith("ssh/id_ed25519");
    assertThat(succeeds("vm", "list", "--offline").out()).contains("demo", id.value(), "running");
    assertThat(succeeds("vm", "destroy", "demo", "--yes").out()).contains("demo is gone");
    assertThat(lab.vms).isEmpty();
  }

  @Test
  void saysThatItsRecordsCannotBeRead() throws Exception {
    Path records = record("demo").getParent();
    Files.move(records, records.resolveSibling("moved"));
    Files.writeString(records, "no directory");
    for (String[] line : List.of(new String[] {"vm", "list"}, new String[] {"vm", "rm", "demo"})) {
      fails(1, "cannot read " + records, line);
    }
    assertThat(user.types("doctor").out()).contains("cannot read " + records);
  }

  @Test
  void goesOnWithoutARecordThatCannotBeRead() throws Exception {
    Path broken = record("broken");
    Files.writeString(broken, "{");
    for (String command : List.of("list", "list --offline", "info " + id, "ssh-config")) {
      Outcome outcome = succeeds(("vm " + command).split(" ", -1));
      assertThat(outcome.out() + outcome.err()).contains("demo");
      assertThat(outcome.err())
          .containsOnlyOnce("warning: the record " + broken + " cannot be read")
          .contains("restore it from a backup, or move it away");
    }
    assertThat(succeeds("vm", "info", "demo").err()).isEmpty();
    assertThat(succeeds("__complete", "vm", "info", "").err()).isEmpty();
    fails(1, broken + " cannot be read", "vm", "info", "broken");
    assertThat(broken).hasContent("{");
  }

  @Test
  void saysHowLongAVmLastsToNearlyTheMinute() {
    succeeds("vm", "create", "brief", "--duration", "2h");
    succeeds("vm", "create", "long", "--duration", "2d");
    assertThat(succeeds("vm", "list", "--columns", "name,expires").out())
        .containsPattern("brief +in 1h59m")
        .containsPattern("long +in 1d23h");
  }

  @Test
  void saysWhichVmOrProviderMayHaveBeenMeant() {
    assertThat(fails(3, "there is no VM 'dmeo'", "vm", "info", "dmeo").err())
        .contains("hint: did you mean demo? see");
    assertThat(fails(3, "no live provider 'lap'", "provider", "show", "lap").err())
        .contains("hint: did you mean lab? see");
  }

  @Test
  void namesTheColumnsThereAre() {
    Outcome outcome = fails(2, "there is no column 'colour'", "vm", "list", "--columns=colour");
    assertThat(outcome.err()).contains("choose from: name, id, state");
  }

  @Test
  void colorsStatesAndMarksThemOnATerminalThatCan() {
    Outcome shown = user.looksAtATerminal(0, "vm", "list");
    assertThat(shown.out()).contains("\033[32m● running\033[0m");
    assertThat(user.looksAtATerminal(0, "vm", "list", "--no-color").out())
        .contains(" running ")
        .doesNotContain("\033", "●");
  }

  @Test
  void cutsWhatANarrowTerminalHasNoRoomFor() {
    List<String> lines =
        user.looksAtATerminal(80, "vm", "list", "--no-color").out().lines().toList();
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(lines.getLast()).contains("demo", "vm-").contains("…");
  }

  @Test
  void showsItAgainAndAgainWhileItIsWatched() throws Exception {
    Process golem = InterruptionTest.start(user, "vm", "list", "--watch", "--quiet");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(golem.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).isEqualTo(id.value());
      assertThat(out.readLine()).isEqualTo(id.value());
    } finally {
      golem.destroy();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "csv,  '--columns=name', name|demo|demo",
    "yaml, '--columns=name', - name: demo|---|- name: demo",
  })
  void goesOnWhereTheLastListEndedWhileItIsWatched(String format, String columns, String lines)
      throws Exception {
    Process golem =
        InterruptionTest.start(user, "vm", "list", "--watch", "--offline", "-o", format, columns);
    try (BufferedReader out = golem.inputReader()) {
      List<String> expected = List.of(lines.split("\\|", -1));
      List<String> shown =
          out.lines().filter(line -> !line.startsWith("  ")).limit(expected.size()).toList();
      assertThat(shown).isEqualTo(expected);
    } finally {
      golem.destroy();
    }
  }

  @Test
  void endsWhenNobodyReadsWhatIsWatched() throws Exception {
    Process golem = InterruptionTest.start(user, "vm", "list", "--watch", "-o", "json");
    try {
      assertThat(golem.inputReader().readLine()).isEqualTo("[ {");
      golem.getInputStream().close();
      assertThat(golem.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(golem.exitValue()).isEqualTo(1);
      assertThat(golem.errorReader().readAllAsString())
          .startsWith("error: standard output cannot be written to: ")
          .hasLineCount(1);
    } finally {
      golem.destroy();
    }
  }

  /**
   * What waits for sockets in the place of virtual threads would make the end wait 0.3 s for it.
   */
  @Test
  void asksAFewProvidersWithoutVirtualThreads() throws Exception {
    Path classes = home.resolve("classes");
    user.environment.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
    Process golem = InterruptionTest.start(user, "vm", "list");
    assertThat(golem.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(golem.exitValue()).isZero();
    assertThat(golem.inputReader().readAllAsString()).contains("demo", "running");
    assertThat(Files.readString(classes)).contains(".AtOnce ").doesNotContain("sun.nio.ch.Poller");
  }
}
