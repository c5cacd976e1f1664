package network.golem.vm.requestor;

import java.nio.file.Files;
import java.nio.file.Path;
import network.golem.vm.test.Needed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody presses the tabulator key in a real shell at a pseudo-terminal. */
class ShellCompletionTest extends RentalTestBed {

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void theTabulatorKeyCompletesCommandsOptionsVmsAndProviders(String shell) throws Exception {
    Needed.program(isHere(shell), shell);
    Needed.program(isHere("script"), "bsdutils");
    succeeds("vm", "create", "my-demo");
    installGolem();
    Path script =
        Files.writeString(home.resolve("golem." + shell), succeeds("completion", shell).out());
    try (Pty terminal = new Pty(home, environment(), command(shell))) {
      terminal.type("echo begin''ning\r");
      terminal.shows("beginning");
      terminal.type(prepared(shell, script) + "; echo read''y\r");
      terminal.shows("ready");
      completes(terminal, "golem vm rena\t", "golem vm rename-local ");
      completes(terminal, "golem vm list --outp\t", "--output");
      completes(terminal, "golem vm list --output=js\t", "--output=json");
      completes(terminal, "golem vm ssh my\t", "golem vm ssh my-demo ");
      completes(terminal, "golem vm cp my\t", "golem vm cp my-demo:");
      completes(terminal, "golem vm create web --provider l\t", "--provider lab ");
      completes(
          terminal, "golem identity import golem." + shell.charAt(0) + "\t", "golem." + shell);
      terminal.type("exit\r");
      terminal.end();
    }
  }

  private static void completes(Pty terminal, String typed, String shown) throws Exception {
    terminal.type(typed);
    terminal.shows(shown);
    terminal.type("\u0015echo next''line\r"); // Ctrl-U takes back what was typed
    terminal.shows("nextline");
  }

  private static String command(String shell) {
    return switch (shell) {
      case "bash" -> "bash --norc --noprofile -i";
      case "zsh" -> "zsh -f -i";
      default -> "fish --no-config -i";
    };
  }

  private static String prepared(String shell, Path script) {
    return (shell.equals("zsh") ? "autoload -U compinit; compinit -u -D; " : "")
        + "source "
        + script;
  }
}
