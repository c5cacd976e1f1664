package network.golem.vm.requestor.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of mode 0600 that appear whole or not at all. */
public final class PrivateFile {

  private PrivateFile() {}

  /** Writes {@code file}, over an earlier one if there is one. */
  public static void replace(Path file, String text) throws IOException {
    Path draft = draft(file, text);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Writes {@code file} where there is none.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  public static void create(Path file, String text) throws IOException {
    Path draft = draft(file, text);
    try {
      Files.createLink(file, draft); // never over another file, unlike a rename
    } catch (UnsupportedOperationException e) {
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path draft(Path file, String text) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(directory, permissions(posix, "rwx------"));
    Path draft =
        Files.createTempFile(
            directory, "." + file.getFileName(), ".new", permissions(posix, "rw-------"));
    Files.writeString(draft, text);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return draft;
  }

  private static FileAttribute<?>[] permissions(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** The text of {@code file}. */
  public static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
