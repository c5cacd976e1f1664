package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import tools.jackson.core.JacksonException;

/**
 * The files of one instance. It exists as long as its directory does; the blueprint is the last
 * thing made and the first thing removed, so an instance without one is half made or half removed,
 * never usable.
 */
record InstanceDirectory(Path path) {

  /** Unix socket paths end here (sys/un.h: 108 bytes with the final zero). */
  static final int LONGEST_SOCKET_PATH = 107;

  static final String MEMORY = "memory";

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  boolean exists() {
    return Files.isDirectory(path);
  }

  String name() {
    return path.getFileName().toString();
  }

  Path disk() {
    return path.resolve("disk.qcow2");
  }

  Path seed() {
    return path.resolve("seed.iso");
  }

  /** The seed without secrets, for when the guest has taken them over. */
  Path laterSeed() {
    return path.resolve("seed-later.iso");
  }

  /** QEMU goes on reading the old one until it ends. */
  void replaceSeed() throws IOException {
    if (Files.exists(laterSeed())) {
      Files.move(laterSeed(), seed(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What the guest goes on from at its next start, which consumes it; seldom there. */
  Path memory() {
    return path.resolve(MEMORY);
  }

  Path monitor() {
    return path.resolve("qmp");
  }

  Path serial() {
    return path.resolve("tty");
  }

  Path log() {
    return path.resolve("qemu.log");
  }

  Path pidFile() {
    return path.resolve("pid");
  }

  void create() throws IOException {
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Makes a file of the image part of the instance, so that it is there for as long as the instance
   * is, and for a user who does not see the images' directory.
   */
  String include(Path file) throws IOException {
    Path here = path.resolve("image-" + file.getFileName());
    try {
      Files.createLink(here, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, here); // on another file system
    }
    return here.getFileName().toString();
  }

  /** Makes a named pipe, if it is not there. */
  void makeFifo(String name) throws IOException, CommandException, InterruptedException {
    if (!Files.exists(path.resolve(name))) {
      Command.of(DEADLINE, "mkfifo", "--mode=600", path.resolve(name).toString()).runOrThrow();
    }
  }

  /** Makes a user the owner of all that is the instance's alone. */
  void giveTo(int user) throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.filter(file -> !isOfImage(file)).toList()) {
        Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static boolean isOfImage(Path file) {
    return file.getFileName().toString().startsWith("image-");
  }

  Optional<Blueprint> blueprint() throws IOException {
    try {
      return Optional.of(Json.MAPPER.readValue(Files.readString(blueprintFile()), Blueprint.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IOException("cannot read " + blueprintFile() + ": " + e.getOriginalMessage(), e);
    }
  }

  void write(Blueprint blueprint) throws IOException {
    Path draft = path.resolve("vm.json.new");
    Files.writeString(draft, Json.MAPPER.writeValueAsString(blueprint), StandardCharsets.UTF_8);
    try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(draft, blueprintFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Whether its QEMU process lives. QEMU holds a lock on its pid file for as long as it lives; a
   * number in a file could be anybody's by now.
   */
  boolean isLocked() throws IOException {
    try (FileChannel file =
            FileChannel.open(pidFile(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of ours has just found it free
    }
  }

  Optional<ProcessHandle> process() throws IOException {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(blueprintFile());
    try (var files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(InstanceDirectory::deleteFile);
    } catch (NoSuchFileException e) {
      // There was none.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path blueprintFile() {
    return path.resolve("vm.json");
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
