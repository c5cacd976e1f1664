package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the processes of the scripted multipass share, as files: instances, and until when nobody
 * gets an answer.
 */
final class ScriptedDaemon {

  /** A change that one process makes while the others wait. */
  @FunctionalInterface
  interface Change<T> {
    T apply() throws IOException;
  }

  private static final int FIRST_ADDRESS = 2;

  final ScriptedSettings settings;
  private final Path directory;

  ScriptedDaemon(Path directory) {
    this.directory = directory;
    this.settings = new ScriptedSettings(directory);
  }

  static long now() {
    return System.currentTimeMillis();
  }

  <T> T alone(Change<T> change) throws IOException {
    try (FileChannel lock =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      return change.apply();
    }
  }

  /** Instances that exist, and those in preparation, in the order of their names. */
  List<ScriptedInstance> all() throws IOException {
    List<ScriptedInstance> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.instance")) {
      for (Path file : files) {
        ScriptedInstance.read(file)
            .filter(instance -> !instance.hasFailed(now()))
            .ifPresent(found::add);
      }
    }
    found.sort(Comparator.comparing(ScriptedInstance::name));
    return found;
  }

  Optional<ScriptedInstance> withName(String name) throws IOException {
    return ScriptedInstance.read(file(name)).filter(instance -> !instance.hasFailed(now()));
  }

  /** As {@code list}, {@code info} and {@code delete} see it: not while it is prepared. */
  Optional<ScriptedInstance> existing(String name) throws IOException {
    return withName(name).filter(instance -> !instance.isPreparing(now()));
  }

  void keep(ScriptedInstance instance) throws IOException {
    instance.write(file(instance.name()));
  }

  void keepUserData(String name, byte[] userData) throws IOException {
    Files.write(directory.resolve(name + ".user-data"), userData);
  }

  void forget(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name + ".user-data"));
    Files.deleteIfExists(file(name));
  }

  String newAddress() throws IOException {
    String standIn = settings.get("ssh_address");
    if (!standIn.isEmpty()) {
      return standIn;
    }
    Path counter = directory.resolve("addresses");
    int next = Files.exists(counter) ? Integer.parseInt(Files.readString(counter)) : FIRST_ADDRESS;
    Files.writeString(counter, "" + (next + 1));
    return "10.177." + next / 250 + "." + (2 + next % 250);
  }

  void blockUntil(long when) throws IOException {
    Files.writeString(directory.resolve("blocked"), "" + when);
  }

  private long blockedUntil() throws IOException {
    Path file = directory.resolve("blocked");
    return Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
  }

  void awaitAnswer() throws IOException {
    while (settings.get("daemon").equals("hanging") || now() < blockedUntil()) {
      ScriptedSpinner.sleep(10);
    }
  }

  private Path file(String name) {
    return directory.resolve(name + ".instance");
  }
}
