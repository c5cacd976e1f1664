package network.golem.vm.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path directory;

  @Test
  void onlyItsOwnerEntersANewOne() throws IOException {
    Path made = Server.dataDirectory(directory.resolve("a/b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void existingOneIsTakenAsItIs() throws IOException {
    assertThat(Server.dataDirectory(directory)).isEqualTo(directory.toRealPath());
  }

  @Test
  void fileInItsPlaceIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Server.dataDirectory(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
