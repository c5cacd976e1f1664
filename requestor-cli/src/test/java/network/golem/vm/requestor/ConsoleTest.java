package network.golem.vm.requestor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a VM writes to its serial console, and the console itself. */
class ConsoleTest extends RentalTestBed {

  private static final String BOOT = "Linux\r\n[ \033[32mOK\033[0m ] \033]0;title\007up\nlogin: ";

  @BeforeEach
  void rent() {
    succeeds("vm", "create", "demo");
  }

  @Test
  void showsTheLogWithoutWhatSteersTerminals() {
    lab.consoleLog = BOOT;
    assertThat(succeeds("vm", "logs", "demo").out()).isEqualTo("Linux\n[ OK ] up\nlogin: \n");
  }

  @Test
  void showsTheLastLines() {
    lab.consoleLog = "one\ntwo\nthree\n";
    assertThat(succeeds("vm", "logs", "demo", "--tail", "2").out()).isEqualTo("two\nthree\n");
    assertThat(succeeds("vm", "logs", "demo", "--tail", "9").out()).isEqualTo("one\ntwo\nthree\n");
    lab.consoleLog = BOOT;
    assertThat(succeeds("vm", "logs", "demo", "-n1").out()).isEqualTo("login: \n");
    lab.consoleLog = "";
    assertThat(succeeds("vm", "logs", "demo", "-n1").out()).isEmpty();
  }

  @Test
  void goesOnWithTheLastLine() {
    lab.consoleLog = BOOT;
    lab.goesOnToWrite = "root\nPassword: \n";
    assertThat(succeeds("vm", "logs", "demo", "--follow", "--tail=1").out())
        .isEqualTo("login: root\nPassword: \n");
  }

  @Test
  void saysWhyThereIsNone() {
    fails(4, "it has no console", "vm", "logs", "demo");
  }

  @Test
  void needsATerminal() {
    fails(1, "there is no terminal to work at", "vm", "console", "demo");
  }

  @Test
  void saysAtTheTerminalWhyThereIsNone() throws Exception {
    try (Pty terminal = console("vm console demo")) {
      terminal.shows("error: it has no console");
      assertThat(terminal.end()).isEqualTo(4);
    }
  }

  @Test
  void carriesKeysAndLeavesAtCtrlRightBracket() throws Exception {
    try (FakeConsole console = new FakeConsole(lab.identity)) {
      moveProviderTo(console.port());
      try (Pty terminal = console("vm console demo")) {
        terminal.shows("Ctrl-] leaves it");
        terminal.shows("login: ");
        terminal.type("\u0003");
        terminal.shows("<\u0003>");
        terminal.type("\u001d");
        terminal.shows("left the console of demo");
        assertThat(terminal.end()).isZero();
      }
    }
  }

  @Test
  void endsWithTheConsole() throws Exception {
    try (FakeConsole console = new FakeConsole(lab.identity)) {
      moveProviderTo(console.port());
      try (Pty terminal = console("vm console demo")) {
        terminal.shows("login: ");
        terminal.type("\u0004");
        assertThat(terminal.end()).isZero();
      }
    }
  }

  private Pty console(String command) throws IOException {
    Needed.program(isHere("script"), "bsdutils");
    return new Pty(home, environment(), installGolem() + " " + command);
  }

  private void moveProviderTo(int port) throws IOException {
    String record = Files.readString(record("demo"));
    Files.writeString(
        record("demo"), record.replaceFirst("(\"port\"\\s*:\\s*)" + lab.port(), "$1" + port));
  }
}
