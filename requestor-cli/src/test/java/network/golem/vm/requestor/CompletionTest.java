package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.requestor.User.Outcome;
import org.junit.jupiter.api.Test;

/** What the scripts of all shells are told of what may stand at the cursor. */
class CompletionTest extends RentalTestBed {

  @Test
  void commandsComeWithWhatTheyDo() {
    assertThat(answer("vm", "re"))
        .contains("restart\tStops a VM and starts it again; one that is stopped is started.");
    assertThat(words("vm", "re")).containsExactly("restart", "resize", "rename-local");
  }

  @Test
  void whatIsForScriptsStaysOutOfSight() {
    assertThat(words("")).contains("vm", "completion").noneMatch(word -> word.startsWith("_"));
    assertThat(succeeds("--help").out()).doesNotContain("__complete");
  }

  @Test
  void optionsThatWereGivenAreNotOfferedAgainUnlessTheyMayBe() {
    assertThat(words("vm", "create", "--image", "debian-12", "--label", "a=b", "--"))
        .contains("--cpu", "--label", "--output")
        .doesNotContain("--image");
  }

  @Test
  void whatCanBeSaidNoToIsOfferedBothWays() {
    assertThat(words("vm", "create", "--no-")).contains("--no-wait", "--no-color");
  }

  @Test
  void closedSetsAreOfferedInOneWordWithTheirOptionOrInTheNext() {
    assertThat(words("vm", "list", "--output", "")).containsExactly("table", "json", "yaml", "csv");
    assertThat(words("vm", "info", "--output", "")).containsExactly("table", "json", "yaml");
    assertThat(words("vm", "list", "--output=js")).containsExactly("--output=json");
    assertThat(words("vm", "create", "--size", "m")).containsExactly("medium");
    assertThat(words("config", "get", "dis")).containsExactly("discovery-url");
  }

  @Test
  void vmsOfMineAreOfferedWhereOneIsWanted() {
    succeeds("vm", "create", "demo");
    assertThat(answer("vm", "ssh", "")).containsExactly("demo\tVM on lab");
    assertThat(words("vm", "cp", "d")).containsExactly("demo:", ":files");
    assertThat(words("vm", "create", "d")).isEmpty();
    assertThat(words("vm", "info", "demo", "d")).isEmpty();
  }

  @Test
  void whatFollowsAVmIsNotGolemsWhereItIsForSsh() {
    succeeds("vm", "create", "demo");
    assertThat(words("vm", "ssh", "demo", "--")).isEmpty();
    assertThat(words("vm", "info", "demo", "--out")).containsExactly("--output");
  }

  @Test
  void providersAndWhatTheyHaveAreAskedOfDiscovery() {
    assertThat(answer("vm", "create", "web", "--provider", ""))
        .containsExactly(
            "lab\t"
                + lab.identity.nodeId().abbreviated()
                + ": 4 vCPU, 8 GiB, 100 GiB storage free");
    assertThat(words("vm", "create", "web", "--image=")) //
        .containsExactly("--image=debian-12", "--image=ubuntu-24.04");
    assertThat(words("vm", "providers", "--country", "")).containsExactly("SE");
  }

  @Test
  void theDiscoveryOnTheLineIsTheOneThatIsAsked() throws Exception {
    try (FakeDiscovery other = new FakeDiscovery()) {
      other.advertise(lab.identity, lab.advertisement("elsewhere", FREE, "tiny"));
      assertThat(words("--discovery-url", other.url(), "vm", "create", "web", "--provider", ""))
          .containsExactly("elsewhere");
    }
  }

  @Test
  void nothingIsSaidWhereDiscoveryDoesNotAnswer() {
    discovery.close();
    Outcome outcome = succeeds("__complete", "--", "vm", "create", "web", "--provider", "");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aNameThatAShellCouldTakeForMoreIsNoWord() throws Exception {
    try (FakeProvider other = new FakeProvider()) {
      discovery.advertise(
          other.identity, other.advertisement("two words", new Capacity(1, 1, 10), "debian-12"));
      assertThat(words("provider", "show", ""))
          .containsExactlyInAnyOrder("lab", other.identity.nodeId().abbreviated());
    }
  }

  @Test
  void filesAreLeftToTheShell() {
    assertThat(words("vm", "create", "web", "--user-data", "")).containsExactly(":files");
    assertThat(words("identity", "import", "")).containsExactly(":files");
  }

  private List<String> words(String... typed) {
    return answer(typed).stream().map(line -> line.replaceFirst("\t.*", "")).toList();
  }

  private List<String> answer(String... typed) {
    String[] arguments =
        Stream.concat(Stream.of("__complete", "--"), Stream.of(typed)).toArray(String[]::new);
    return succeeds(arguments).out().lines().toList();
  }
}
