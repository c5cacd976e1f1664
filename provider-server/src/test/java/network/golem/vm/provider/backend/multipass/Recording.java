package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import network.golem.vm.provider.process.Outcome;

/** What a real Multipass 1.16.3 answered, recorded in {@code src/test/resources/multipass}. */
final class Recording {

  private Recording() {}

  static String stdout(String label) throws IOException {
    return read(label + ".out");
  }

  /** Without what this recorded Multipass, which had no internet, says about its downloads. */
  static String stderr(String label) throws IOException {
    return read(label + ".err")
        .lines()
        .filter(line -> !line.contains("example.invalid"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  static Reply reply(String label, int exitCode) throws IOException {
    return new Reply(new Outcome(exitCode, "", read(label + ".err"), Duration.ZERO));
  }

  private static String read(String file) throws IOException {
    try (InputStream recorded = Recording.class.getResourceAsStream("/multipass/" + file)) {
      return new String(recorded.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
