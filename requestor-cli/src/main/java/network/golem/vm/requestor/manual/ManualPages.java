package network.golem.vm.requestor.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import network.golem.vm.requestor.failure.FileFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the manual pages of all commands; what the build calls, and packages may. */
@Command(
    name = ManualPages.NAME,
    hidden = true,
    description = "Writes manual pages into a directory.")
public final class ManualPages implements Runnable {

  public static final String NAME = "__man";

  private final Supplier<CommandLine> program;
  private final String version;

  @Parameters(paramLabel = "DIRECTORY", description = "Where to, such as share/man/man1.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  Path directory;

  /**
   * @param program makes all commands
   */
  public ManualPages(Supplier<CommandLine> program, String version) {
    this.program = program;
    this.version = version;
  }

  @Override
  public void run() {
    try {
      Files.createDirectories(directory);
      for (ManualPage page : new ManualPage(program.get()).withAllBelow().toList()) {
        write(page.name(), page.roff(version));
        for (String alias : page.aliases().toList()) {
          write(alias, ".so man1/" + page.name() + ".1\n");
        }
      }
    } catch (IOException e) {
      throw FileFailure.of("write", directory, e);
    }
  }

  private void write(String name, String roff) throws IOException {
    Files.writeString(directory.resolve(name + ".1"), roff);
  }
}
