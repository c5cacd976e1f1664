package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import network.golem.vm.provider.backend.BackendException;

/**
 * Guests that were booted in advance and are nobody's yet, each in the directory of an instance:
 * its disk, and its memory in a file. One becomes a VM by its directory being renamed, and so
 * exactly one: two guests that go on from the same memory draw the same random numbers, and each
 * can tell the other's keys. Thread-safe.
 *
 * <p>The directory is named after what the snapshot is of, and is a draft until that is whole, and
 * again once it is to be removed.
 *
 * @param directory that of the instances
 * @param groups that hold the guests while they boot
 */
record Snapshots(Path directory, ControlGroups groups) {

  private static final String WHOLE = "snapshot-";
  private static final String DRAFT = "unfinished-";

  /** Whether a directory of this name is a snapshot, finished or not, and no instance. */
  static boolean isNameOfOne(String name) {
    return name.startsWith(WHOLE) || name.startsWith(DRAFT);
  }

  /** In which it is made; not there yet. */
  InstanceDirectory draft(String key) {
    return new InstanceDirectory(directory.resolve(DRAFT + key));
  }

  void publish(String key) throws IOException {
    Files.move(draft(key).path(), whole(key), StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isThere(String key) {
    return Files.exists(whole(key));
  }

  /**
   * Makes a snapshot the beginning of an instance, which is not there yet.
   *
   * @return whether there was one
   */
  boolean take(String key, InstanceDirectory instance) throws IOException {
    try {
      Files.move(whole(key), instance.path(), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false; // or another instance has it
    }
  }

  /** The keys of all that are whole. */
  List<String> keys() throws IOException {
    return names(WHOLE);
  }

  void discard(String key) throws BackendException, IOException, InterruptedException {
    InstanceDirectory doomed = draft(key);
    remove(doomed);
    if (take(key, doomed)) {
      remove(doomed);
    }
  }

  /**
   * Removes what a provider that was killed was making, with the guest that may still run.
   *
   * @param keepWhole whether to keep what is whole
   */
  void clear(boolean keepWhole) throws BackendException, IOException, InterruptedException {
    for (String key : names(DRAFT)) {
      remove(draft(key));
    }
    for (String key : keepWhole ? List.<String>of() : keys()) {
      discard(key);
    }
  }

  /** Ends what may run there, and removes all. */
  void remove(InstanceDirectory instance)
      throws BackendException, IOException, InterruptedException {
    if (instance.isLocked()) {
      QemuProcess.of(instance).switchOff();
    }
    groups.remove(instance.name());
    instance.delete();
  }

  private List<String> names(String prefix) throws IOException {
    try (var found = Files.list(directory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .sorted()
          .toList();
    }
  }

  private Path whole(String key) {
    return directory.resolve(WHOLE + key);
  }
}
