package network.golem.vm.requestor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process of its own, ended while it waits. */
class InterruptionTest extends RentalTestBed {

  @Test
  void saysThatTheVmGoesOnBeingMadeAndKeepsItsRecord() throws Exception {
    lab.hang = true;
    Process golem = start(user, "vm", "create", "demo");
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(golem.getErrorStream(), UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.contains("boot")) {
        line = err.readLine();
      }
      golem.toHandle().destroy(); // unlike Process.destroy, leaves the streams open
      assertThat(err.readLine())
          .contains("interrupted", "golem vm events demo", "golem vm destroy demo");
    }
    assertThat(golem.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(golem.exitValue()).isEqualTo(128 + 15);
    assertThat(recorded("demo").at("/known/state").asString()).isEqualTo("creating");
  }

  @Test
  void endsSshQuietly() throws Exception {
    Path ssh = Files.createDirectories(home.resolve("bin")).resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\necho logged in >&2\nexec sleep 60\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    user.environment.put("PATH", ssh.getParent() + File.pathSeparator + System.getenv("PATH"));
    succeeds("vm", "create", "demo");
    Process golem = start(user, "vm", "ssh", "demo");
    try (BufferedReader err =
        new BufferedReader(new InputStreamReader(golem.getErrorStream(), UTF_8))) {
      assertThat(err.readLine()).isEqualTo("logged in");
      golem.toHandle().destroy();
      assertThat(err.lines()).isEmpty();
    }
    assertThat(golem.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(golem.exitValue()).isEqualTo(128 + 15);
  }

  /** Starts a process that {@code user} can look at while it runs. */
  static Process start(User user, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Golem.class.getName());
    builder.command().addAll(java.util.List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("GOLEM_"));
    builder.environment().putAll(user.environment);
    return builder.start();
  }
}
