package network.golem.vm.provider.backend.multipass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipassProgramTest {

  @TempDir private Path directory;

  @Test
  void looksInThePath() throws IOException {
    Path program = new ScriptedHost(directory).program();
    assertThat(MultipassProgram.find(null, "relative::/nowhere:" + directory)).hasValue(program);
  }

  @Test
  void takesTheConfiguredProgramOrNone() throws IOException {
    new ScriptedHost(directory);
    assertThat(MultipassProgram.find(directory.resolve("other"), directory.toString())).isEmpty();
  }

  @Test
  void doesNotTakeAFileThatCannotBeExecuted() throws IOException {
    Path file = Files.writeString(directory.resolve("multipass"), "");
    assertThat(MultipassProgram.find(file, null)).isEmpty();
  }
}
