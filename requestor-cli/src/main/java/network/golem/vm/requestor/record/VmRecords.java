package network.golem.vm.requestor.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.failure.Spelling;
import network.golem.vm.requestor.provider.ProviderRef;

/** One file for each VM, named after it. Safe for several processes at once. */
public final class VmRecords {

  private static final String SUFFIX = ".json";
  private static final String FILES = "[!.]*" + SUFFIX;
  private static final String LOCK = ".lock";

  /** A file is locked by a whole process; of its threads, one at a time goes for it. */
  private static final Lock THREADS = new ReentrantLock(true);

  private static final int SHORTEST_PREFIX = 4;

  private final Path directory;
  private final Consumer<String> warnings;

  /**
   * The records in {@code directory}.
   *
   * @param warnings told of a record that is left out because it cannot be read
   */
  public VmRecords(Path directory, Consumer<String> warnings) {
    this.directory = directory;
    this.warnings = warnings;
  }

  /** All that can be read, oldest first. */
  public List<VmRecord> all() {
    List<VmRecord> records = new ArrayList<>();
    try (var files = Files.newDirectoryStream(directory, FILES)) {
      for (Path file : files) {
        readOrWarn(file).ifPresent(records::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FileFailure.of("read", directory, e);
    }
    records.sort(VmRecords::byAge);
    return records;
  }

  /** Whether there is none, be it readable or not. */
  public boolean isEmpty() {
    try (var files = Files.newDirectoryStream(directory, FILES)) {
      return !files.iterator().hasNext();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw FileFailure.of("read", directory, e);
    }
  }

  private static int byAge(VmRecord one, VmRecord other) {
    int age = one.createdAt().compareTo(other.createdAt());
    return age == 0 ? one.name().value().compareTo(other.name().value()) : age;
  }

  public Optional<VmRecord> find(VmName name) {
    return read(file(name));
  }

  /**
   * The VM that a user means.
   *
   * @param word its name, its id, or enough of its id to tell it from the others
   */
  public VmRecord meantBy(String word) {
    Optional<VmRecord> named = name(word).flatMap(this::find);
    return named.isPresent() ? named.get() : ofId(word);
  }

  private static Optional<VmName> name(String word) {
    try {
      return Optional.of(new VmName(word));
    } catch (InvalidValueException e) {
      return Optional.empty(); // then no VM is called that
    }
  }

  private VmRecord ofId(String word) {
    List<VmRecord> all = all();
    List<VmRecord> found = all.stream().filter(vm -> hasIdPrefix(vm, word)).toList();
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no VM '" + word + "'",
          Spelling.meant(word, all.stream().map(vm -> vm.name().value()).toList())
              + "see what there is: golem vm list");
    }
    if (found.size() > 1) {
      throw new Failure(
          ExitCode.USAGE,
          "'" + word + "' is the beginning of several ids",
          "name one of: " + String.join(", ", found.stream().map(r -> r.name().value()).toList()));
    }
    return found.getFirst();
  }

  /** Adds a record; false when the name is taken. */
  public boolean add(VmRecord vm) {
    Path file = file(vm.name());
    try {
      PrivateFile.create(file, vm.json());
      return true;
    } catch (FileAlreadyExistsException e) {
      if (e.getFile().equals(file.toString())) {
        return false;
      }
      throw FileFailure.of("write", file, e);
    } catch (IOException e) {
      throw FileFailure.of("write", file, e);
    }
  }

  /**
   * Replaces a record; one that another process has removed meanwhile stays removed, and where its
   * provider has moved to meanwhile stays known.
   */
  public void update(VmRecord vm) {
    alone(() ->
        find(vm.name())
            .map(VmRecord::provider)
            .ifPresent(provider ->
                replace(provider.id().equals(vm.provider().id()) ? vm.reachedAt(provider) : vm)));
  }

  /** All VMs of a provider are reached at another address now. */
  public void moved(ProviderRef now) {
    alone(() ->
        all().stream()
            .filter(vm -> vm.provider().id().equals(now.id()))
            .forEach(vm -> replace(vm.reachedAt(now))));
  }

  /** Between what {@code change} reads and what it writes, nobody else writes. */
  private void alone(Runnable change) {
    THREADS.lock();
    try (FileChannel file = PrivateFile.open(directory.resolve(LOCK));
        FileLock held = file.lock()) {
      change.run();
    } catch (NoSuchFileException e) {
      // Without a directory there is no record to be changed.
    } catch (IOException e) {
      throw FileFailure.of("lock", directory, e);
    } finally {
      THREADS.unlock();
    }
  }

  private void replace(VmRecord vm) {
    Path file = file(vm.name());
    try {
      PrivateFile.replace(file, vm.json());
    } catch (IOException e) {
      throw FileFailure.of("write", file, e);
    }
  }

  public void remove(VmName name) {
    alone(() -> {
      try {
        Files.deleteIfExists(file(name));
      } catch (IOException e) {
        throw FileFailure.of("remove", file(name), e);
      }
    });
  }

  private Path file(VmName name) {
    return directory.resolve(name + SUFFIX);
  }

  private static boolean hasIdPrefix(VmRecord vm, String word) {
    Known known = vm.known();
    if (known == null || word.length() < SHORTEST_PREFIX) {
      return false;
    }
    String id = known.id().value();
    return id.startsWith(word) || id.startsWith("vm-" + word);
  }

  /** One bad record is not to hide the others. */
  private Optional<VmRecord> readOrWarn(Path file) {
    try {
      return read(file);
    } catch (Failure e) {
      warnings.accept(e.hint() == null ? e.detail() : e.detail() + "; " + e.hint());
      return Optional.empty();
    }
  }

  private static Optional<VmRecord> read(Path file) {
    try {
      return Optional.of(VmRecord.of(JsonObject.read(PrivateFile.read(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of("read", file, e);
    } catch (InvalidValueException e) {
      throw new Failure(
          ExitCode.FAILED,
          "the record " + file + " cannot be read: " + e.getMessage(),
          "restore it from a backup, or move it away",
          e);
    }
  }
}
