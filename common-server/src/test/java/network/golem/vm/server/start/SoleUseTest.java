package network.golem.vm.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SoleUseTest {

  private static final String REFUSAL = "this house; build another";

  @TempDir private Path directory;
  private Path lock;
  private Process other;

  /** A process that has the lock, and a program running that it has started. */
  static final class Other {
    static void main(String[] arguments) throws Exception {
      SoleUse use = SoleUse.begin(Path.of(arguments[0]), "tenant", REFUSAL);
      Process child = new ProcessBuilder("sleep", "60").start();
      System.out.println(child.pid());
      child.waitFor();
      use.close();
    }
  }

  @BeforeEach
  void anotherProcessHasIt() throws IOException {
    lock = directory.resolve("tenant.lock");
    other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                lock.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  @AfterEach
  void end() {
    other.descendants().forEach(ProcessHandle::destroyForcibly);
    other.destroyForcibly();
  }

  @Test
  void secondUserIsRefusedAndToldWhoTheFirstIs() throws Exception {
    other.inputReader().readLine();
    assertThatThrownBy(() -> SoleUse.begin(lock, "tenant", REFUSAL))
        .isInstanceOf(IOException.class)
        .hasMessage("another tenant (process " + other.pid() + ") uses " + REFUSAL);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
        .isEqualTo("rw-------");
  }

  @Test
  void useEndsWithItsProcessWhateverProgramsItLeavesBehind() throws Exception {
    long left = Long.parseLong(other.inputReader().readLine());
    other.destroyForcibly().waitFor();
    ProcessHandle child = ProcessHandle.of(left).orElseThrow();
    try (var _ = SoleUse.begin(lock, "tenant", REFUSAL)) {
      assertThat(child.isAlive()).isTrue();
      assertThat(lock).hasContent(String.valueOf(ProcessHandle.current().pid()));
    } finally {
      child.destroyForcibly();
    }
  }
}
