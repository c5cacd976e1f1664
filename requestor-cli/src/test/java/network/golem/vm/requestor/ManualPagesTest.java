package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.golem.vm.test.Needed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual as groff sets it. */
class ManualPagesTest {

  @TempDir Path home;
  private Path pages;

  @BeforeEach
  void write() {
    pages = home.resolve("man/man1");
    assertThat(new User(home).types("__man", pages.toString()).status()).isZero();
  }

  @Test
  void everyCommandHasAPage() {
    List<CommandLine> commands = Commands.all();
    assertThat(commands).hasSizeGreaterThan(30);
    for (CommandLine command : commands) {
      String name = command.getCommandSpec().qualifiedName("-");
      assertThat(pages.resolve(name + ".1")).isRegularFile();
    }
  }

  @Test
  void anAliasLeadsToItsCommand() {
    assertThat(pages.resolve("golem-vm-delete.1")).hasContent(".so man1/golem-vm-destroy.1");
  }

  @Test
  void groffHasNothingToWarnOf() throws Exception {
    assertThat(groff(all())).isEqualTo("");
  }

  @Test
  void saysWhatHelpSays() throws Exception {
    String page = groff(List.of("-P-cbou", "man1/golem-vm-destroy.1"));
    assertThat(page)
        .contains("golem-vm-destroy - ", "--force", "EXAMPLES", "golem vm destroy web --yes")
        .contains("SEE ALSO", "golem-vm(1)");
  }

  private List<String> all() throws IOException {
    List<String> all = new ArrayList<>(List.of("-z"));
    try (Stream<Path> files = Files.list(pages)) {
      files.forEach(file -> all.add("man1/" + file.getFileName()));
    }
    return all;
  }

  private String groff(List<String> arguments) throws Exception {
    Needed.program(RentalTestBed.isHere("groff"), "groff-base");
    List<String> command = new ArrayList<>(List.of("groff", "-man", "-ww", "-Tutf8"));
    command.addAll(arguments);
    Process groff =
        new ProcessBuilder(command)
            .directory(pages.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    return new String(groff.getInputStream().readAllBytes(), UTF_8);
  }
}
