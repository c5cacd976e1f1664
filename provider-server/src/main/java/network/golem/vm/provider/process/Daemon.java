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

  private Daemon() {}

  /**
   * Starts a program with an empty environment and no input.
   *
   * @param directory its working directory
   * @param log gets what it says; what was there before is overwritten
   * @throws IOException when it, or {@code setsid}, is not there
   */
  public static Process start(List<String> command, Path directory, Path log) throws IOException {
    List<String> line = new ArrayList<>(List.of("setsid"));
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
