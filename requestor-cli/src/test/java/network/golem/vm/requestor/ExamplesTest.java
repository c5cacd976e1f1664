package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.golem.vm.requestor.session.GlobalOptions;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The examples of every {@code --help}, read by a shell as somebody who copies them has it. */
class ExamplesTest {

  private static final String PROGRAM = "golem ";

  @TempDir Path home;

  @Test
  void everyCommandHasSome() {
    for (CommandLine command : Commands.all()) {
      String name = command.getCommandSpec().qualifiedName();
      assertThat(examples(command)).as(name).anyMatch(line -> line.contains(name));
    }
  }

  @Test
  void theyAreNotBrokenOnAUsualTerminal() {
    for (CommandLine command : Commands.all()) {
      assertThat(command.getCommandSpec().usageMessage().footer())
          .as(command.getCommandSpec().qualifiedName())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void allOfThemCanBeTyped() throws Exception {
    List<String> lines = Commands.all().stream().flatMap(c -> examples(c).stream()).toList();
    List<List<String>> typed = readByAShell(lines);
    assertThat(typed).hasSizeGreaterThanOrEqualTo(lines.size());
    for (List<String> arguments : typed) {
      GolemCommand golem = new GolemCommand(new GlobalOptions());
      Session session = Commands.session();
      CommandTree.build(golem, session, arguments).parseArgs(arguments.toArray(String[]::new));
    }
  }

  private static List<String> examples(CommandLine command) {
    return Arrays.stream(command.getCommandSpec().usageMessage().footer())
        .map(String::strip)
        .filter(line -> line.contains(PROGRAM) && !line.endsWith("."))
        .toList();
  }

  /** The arguments of each golem in {@code lines}; what stands beside it does nothing. */
  private List<List<String>> readByAShell(List<String> lines) throws Exception {
    Needed.program(RentalTestBed.isHere("bash"), "bash");
    Path calls = home.resolve("calls");
    String before =
        """
        cd '%1$s'
        mkdir -p .local/share/bash-completion/completions .zfunc .config/fish/completions
        golem() { printf '%%s\\0' "$@" >>'%2$s'; printf '\\n' >>'%2$s'; }
        ssh() { :; }; rsync() { :; }; jq() { :; }; source() { :; }
        """
            .formatted(home, calls);
    String script = before + String.join("\n", lines);
    ProcessBuilder bash = new ProcessBuilder("bash", "-euc", script).redirectErrorStream(true);
    bash.environment().put("HOME", home.toString());
    Process process = bash.start();
    assertThat(process.getInputStream().readAllBytes()).asString(UTF_8).isEmpty();
    assertThat(process.waitFor()).isZero();
    List<List<String>> typed = new ArrayList<>();
    for (String call : Files.readString(calls).split("\n", -1)) {
      if (!call.isEmpty()) {
        typed.add(List.of(call.substring(0, call.length() - 1).split("\0", -1)));
      }
    }
    return typed;
  }
}
