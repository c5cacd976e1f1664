package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sees who sits at a terminal, and what their keys do. */
class AtATerminalTest extends RentalTestBed {

  private static final String CTRL_C = "\u0003";

  @BeforeEach
  void look() {
    Needed.program(isHere("script"), "bsdutils");
  }

  @Test
  void coloursStates() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal = golem("vm list")) {
      terminal.shows("● running");
      assertThat(terminal.raw()).contains("\u001b[32m● running");
      assertThat(terminal.end()).isZero();
    }
  }

  @Test
  void coloursNothingForThoseWhoDoNotWantIt() throws Exception {
    succeeds("vm", "create", "demo");
    user.environment.put("NO_COLOR", "1");
    try (Pty terminal = golem("vm list")) {
      terminal.shows("running");
      assertThat(terminal.end()).isZero();
      assertThat(terminal.raw()).doesNotContain("\u001b");
    }
  }

  @Test
  void showsABarAndCtrlCLeavesTheVmToBeMade() throws Exception {
    lab.hang = true;
    lab.imageDetails = new String[] {"40 % of 600 MiB"};
    try (Pty terminal = golem("vm create demo")) {
      terminal.shows("[#########...............] 40 % of 600 MiB");
      terminal.shows("boot: from disk");
      terminal.type(CTRL_C);
      terminal.shows("golem vm events demo");
      assertThat(terminal.end()).isEqualTo(130);
    }
    assertThat(recorded("demo").at("/known/state").asString()).isEqualTo("creating");
  }

  @Test
  void watchesUntilCtrlC() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal = golem("vm list --watch")) {
      terminal.shows("running");
      succeeds("vm", "stop", "demo");
      terminal.shows("stopped");
      assertThat(terminal.raw()).contains("\u001b[H\u001b[2J");
      terminal.type(CTRL_C);
      assertThat(terminal.end()).isEqualTo(130);
    }
  }

  @Test
  void showsTheHeadingsOfCsvAnewWhereItIsCleared() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal = golem("vm list --watch --offline -o csv --columns name,state")) {
      terminal.shows("demo,running");
      terminal.forget();
      terminal.shows("name,state");
    }
  }

  @Test
  void watchesInAWindowThatIsResized() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal =
        new Pty(
            home,
            environment(),
            "stty cols 200 rows 40; tty; exec " + installGolem() + " vm list --watch")) {
      terminal.shows("ADDRESS");
      Matcher device = Pattern.compile("/dev/pts/[0-9]+").matcher(terminal.screen());
      assertThat(device.find()).isTrue();
      terminal.forget();
      resize(device.group(), 90);
      terminal.shows("…");
      assertThat(terminal.screen().lines().filter(line -> line.startsWith("NAME")))
          .isNotEmpty()
          .allMatch(heading -> heading.strip().length() <= 90);
      terminal.forget();
      resize(device.group(), 250);
      terminal.shows("ADDRESS");
    }
  }

  private static void resize(String device, int columns) throws Exception {
    Process stty =
        new ProcessBuilder("stty", "-F", device, "cols", String.valueOf(columns), "rows", "40")
            .inheritIO()
            .start();
    assertThat(stty.waitFor()).isZero();
  }

  @Test
  void asksBeforeItDestroys() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal = golem("vm destroy demo")) {
      terminal.shows("[y/N]");
      terminal.type("n\r");
      terminal.end();
    }
    assertThat(record("demo")).exists();
    try (Pty terminal = golem("vm destroy demo")) {
      terminal.shows("[y/N]");
      terminal.type("y\r");
      assertThat(terminal.end()).isZero();
    }
    assertThat(record("demo")).doesNotExist();
  }

  @Test
  void asksNothingOfThoseWhoSaySo() throws Exception {
    succeeds("vm", "create", "demo");
    try (Pty terminal = golem("vm destroy demo --no-input --yes")) {
      assertThat(terminal.end()).isZero();
      assertThat(terminal.screen()).doesNotContain("[y/N]");
    }
  }

  private Pty golem(String command) throws IOException {
    return new Pty(home, environment(), installGolem() + " " + command);
  }
}
