package network.golem.vm.requestor.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of mode 0600 that appear whole or not at all. */
public final class PrivateFile {

  private static final int LARGEST = 4 * 1024 * 1024;
  private static final int LARGEST_KEY = 64 * 1024;

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
    boolean posix = isPosix(file);
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

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] permissions(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Opens {@code file} for writing, and makes it where there is none. */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        permissions(isPosix(file), "rw-------"));
  }

  /**
   * The text of {@code file}.
   *
   * @throws FileSystemException when it is longer than anything that is read here
   */
  public static String read(Path file) throws IOException {
    return read(file, LARGEST);
  }

  /**
   * The text of a file that holds a key.
   *
   * @throws FileSystemException when it is longer than any key
   */
  public static String readKey(Path file) throws IOException {
    return read(file, LARGEST_KEY);
  }

  private static String read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] text = in.readNBytes(most + 1); // a device need not tell its size
      if (text.length > most) {
        throw new FileSystemException(
            file.toString(), null, "it has more than " + most / 1024 + " KiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }
  }
}
