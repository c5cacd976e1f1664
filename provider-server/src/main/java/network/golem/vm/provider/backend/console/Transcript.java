package network.golem.vm.provider.backend.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What a guest wrote last, kept in two files of bounded size, so that it outlives the provider and
 * a guest cannot fill its host's disk. The directory may belong to the guest's hypervisor: no link
 * in it is followed. Not thread-safe.
 *
 * @param directory where the files are
 */
public record Transcript(Path directory) {

  /** Bytes that are kept, and the size of each file. */
  public static final int MOST_KEPT = 64 * 1024;

  private static final String CURRENT = "console.log";
  private static final String BEFORE = "console.log.1";
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  void append(byte[] bytes) throws IOException {
    Path current = directory.resolve(CURRENT);
    long size;
    try (FileChannel file = open(current, APPEND)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      size = file.size();
    }
    if (size >= MOST_KEPT) {
      Files.move(current, directory.resolve(BEFORE), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last that was written, at most {@link #MOST_KEPT} bytes; a cut spares whole characters. */
  public byte[] read() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(end(directory.resolve(BEFORE)));
    all.write(end(directory.resolve(CURRENT)));
    byte[] bytes = all.toByteArray();
    if (bytes.length <= MOST_KEPT) {
      return bytes;
    }
    int start = bytes.length - MOST_KEPT;
    while (start < bytes.length && isInsideCharacter(bytes[start])) {
      start++;
    }
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /** In UTF-8 (RFC 3629, section 3), 10xxxxxx goes on with a character. */
  private static boolean isInsideCharacter(byte octet) {
    return (octet & 0xc0) == 0x80;
  }

  private static byte[] end(Path path) throws IOException {
    try (FileChannel file = open(path, Set.of(StandardOpenOption.READ))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MOST_KEPT));
      file.position(file.size() - bytes.capacity());
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // Until all is there.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  private static FileChannel open(Path path, Set<StandardOpenOption> how) throws IOException {
    Set<OpenOption> options = new HashSet<>(how);
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(
        path,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
