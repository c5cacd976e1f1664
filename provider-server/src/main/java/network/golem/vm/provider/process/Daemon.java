package network.golem.vm.provider.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that outlives this one: in a session of its own, which no terminal's signal reaches.
 */
public final class Daemon {

  /** For systems without setsid (macOS): at least the terminal's signals are not heard. */
  private static final List<String> DEAF =
      List.of("sh", "-c", "trap '' HUP INT QUIT; exec \"$@\"", "sh");

  private Daemon() {}

  /**
   * Starts a program with an empty environment and no input.
   *
   * @param directory its working directory
   * @param log gets what it says; what was there before is overwritten
   * @throws IOException when it is not there
   */
  public static Process start(List<String> command, Path directory, Path log) throws IOException {
    try {
      return start(List.of("setsid"), command, directory, log);
    } catch (IOException e) {
      return start(DEAF, command, directory, log);
    }
  }

  private static Process start(List<String> wrapper, List<String> command, Path directory, Path log)
      throws IOException {
    List<String> line = new ArrayList<>(wrapper);
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    return builder.start();
  }
}
