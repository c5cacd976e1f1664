package network.golem.vm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The shell of somebody who has nothing yet but a home directory and the programs. */
final class Shell {

  /** OpenSSH looks for its configuration where the system's user lives, whatever HOME says. */
  private static final String PRELUDE =
      """
      set -euo pipefail
      ssh() { command ssh -F "$HOME/.ssh/config" "$@"; }
      scp() { command scp -F "$HOME/.ssh/config" "$@"; }
      """;

  private final Path home;
  private final Map<String, String> environment;

  Shell(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  Path home() {
    return home;
  }

  /** Types these commands, of which none may fail, and returns what the screen shows then. */
  String type(String commands) throws IOException, InterruptedException {
    Path screen = Files.createTempFile(home, "screen", ".txt");
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", PRELUDE + commands)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    Map<String, String> all = shell.environment();
    all.keySet().removeIf(name -> name.startsWith("GOLEM_"));
    all.put("HOME", home.toString());
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("PATH", Program.repository().resolve("bin") + ":" + all.get("PATH"));
    all.putAll(environment);
    Process process = shell.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(4, TimeUnit.MINUTES);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    String said = Files.readString(screen);
    assertThat(ended).as(said).isTrue();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
