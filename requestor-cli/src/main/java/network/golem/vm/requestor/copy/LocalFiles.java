package network.golem.vm.requestor.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine.
 *
 * @param working the directory that relative paths start from
 */
public record LocalFiles(Path working) implements Place {

  /** Where modes are not known, as on Windows. */
  private static final int USUAL_FILE = 0644;

  private static final int USUAL_DIRECTORY = 0755;

  private static final String ALL = "rwxrwxrwx";

  private Path at(String path) {
    return working.resolve(path);
  }

  @Override
  public @Nullable Entry look(String path) throws IOException {
    Path file = at(path);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return entry(path, file, attributes);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Entry entry(String path, Path file, BasicFileAttributes attributes)
      throws IOException {
    Entry.Kind kind =
        attributes.isDirectory()
            ? Entry.Kind.DIRECTORY
            : attributes.isRegularFile() ? Entry.Kind.FILE : Entry.Kind.OTHER;
    Path name = file.getFileName();
    return new Entry(
        path,
        name == null ? "" : name.toString(),
        kind,
        Files.isSymbolicLink(file),
        attributes.size(),
        mode(file, kind),
        attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS));
  }

  private static int mode(Path file, Entry.Kind kind) throws IOException {
    if (!isPosix(file)) {
      return kind == Entry.Kind.DIRECTORY ? USUAL_DIRECTORY : USUAL_FILE;
    }
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    int mode = 0;
    for (int i = 0; i < permissions.length(); i++) {
      mode = mode << 1 | (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return mode;
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public List<Entry> children(String directory) throws IOException {
    List<Entry> children = new ArrayList<>();
    try (Stream<Path> files = Files.list(at(directory))) {
      for (Path file : files.sorted().toList()) {
        Entry entry = look(file.toString());
        children.add(entry == null ? leadingNowhere(file) : entry);
      }
    }
    return children;
  }

  @Override
  public List<String> names(String directory) throws IOException {
    try (Stream<Path> files = Files.list(at(directory))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (FileSystemException e) {
      return List.of();
    }
  }

  private static Entry leadingNowhere(Path link) {
    return new Entry(
        link.toString(),
        link.getFileName().toString(),
        Entry.Kind.OTHER,
        true,
        0,
        0,
        java.time.Instant.EPOCH);
  }

  @Override
  public String child(String directory, String name) {
    return Path.of(directory).resolve(name).toString();
  }

  @Override
  public String parent(String path) {
    Path parent = Path.of(path).getParent();
    return parent == null ? "." : parent.toString();
  }

  @Override
  public InputStream read(String path, long from) throws IOException {
    return Channels.newInputStream(
        FileChannel.open(at(path), StandardOpenOption.READ).position(from));
  }

  @Override
  public OutputStream create(String path) throws IOException {
    remove(path);
    Path file = at(path);
    Set<OpenOption> anew = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    return Channels.newOutputStream(
        isPosix(file)
            ? FileChannel.open(
                file, anew, PosixFilePermissions.asFileAttribute(permissions(Entry.DRAFT)))
            : FileChannel.open(file, anew));
  }

  @Override
  public long begun(String path) throws IOException {
    Path file = at(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    boolean ours = !isPosix(file) || isPrivate(file);
    return ours ? Files.size(file) : 0;
  }

  private static boolean isPrivate(Path file) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.permissions().equals(permissions(Entry.DRAFT))
        && attributes.owner().getName().equals(System.getProperty("user.name"));
  }

  @Override
  public OutputStream goOn(String path, long from) throws IOException {
    FileChannel file =
        FileChannel.open(at(path), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return Channels.newOutputStream(file.truncate(from).position(from));
  }

  @Override
  public void makeDirectory(String path) throws IOException {
    Path directory = Files.createDirectory(at(path));
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, permissions(0700));
    }
  }

  @Override
  public void settle(String path, Entry like) throws IOException {
    Path file = at(path);
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, permissions(like.mode()));
    }
    Files.setLastModifiedTime(file, FileTime.from(like.modified()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder permissions = new StringBuilder(ALL);
    for (int i = 0; i < ALL.length(); i++) {
      if ((mode & 1 << (ALL.length() - 1 - i)) == 0) {
        permissions.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(permissions.toString());
  }

  @Override
  public void rename(String draft, String path) throws IOException {
    Files.move(
        at(draft), at(path), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public boolean remove(String path) throws IOException {
    try {
      Files.delete(at(path));
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }
}
