package network.golem.vm.requestor.settings;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import network.golem.vm.requestor.terminal.Terminal;

/** What a run of the command finds: streams, environment, directory, time. */
public record Surroundings(
    Terminal terminal,
    Map<String, String> environment,
    Path workingDirectory,
    Clock clock,
    Patience patience) {

  /** Those of this process. */
  public static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        Terminal.ofProcess(environment),
        environment,
        Path.of("").toAbsolutePath(),
        Clock.systemUTC(),
        Patience.USUAL);
  }

  /** True when failures are to show where they come from. */
  public boolean debug() {
    return "1".equals(environment.get("GOLEM_DEBUG"));
  }
}
