package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * An instance of the scripted multipass: what was done to it and when. All else follows from the
 * clock, so that it goes on when the client that made it is killed, as in a real daemon.
 *
 * @param prepared when its preparation ends
 * @param failure what its preparation ends with; empty when it succeeds
 * @param on since when it is switched on, or 0
 * @param off from when on it is switched off again, or {@link Long#MAX_VALUE}
 */
record ScriptedInstance(
    String name,
    String image,
    String cpus,
    String address,
    long prepared,
    String failure,
    long on,
    long off,
    boolean deleted) {

  static Optional<ScriptedInstance> read(Path file) throws IOException {
    Properties stored = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      stored.load(reader);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(
        new ScriptedInstance(
            stored.getProperty("name"),
            stored.getProperty("image"),
            stored.getProperty("cpus"),
            stored.getProperty("address"),
            Long.parseLong(stored.getProperty("prepared")),
            stored.getProperty("failure"),
            Long.parseLong(stored.getProperty("on")),
            Long.parseLong(stored.getProperty("off")),
            Boolean.parseBoolean(stored.getProperty("deleted"))));
  }

  void write(Path file) throws IOException {
    Properties stored = new Properties();
    stored.setProperty("name", name);
    stored.setProperty("image", image);
    stored.setProperty("cpus", cpus);
    stored.setProperty("address", address);
    stored.setProperty("prepared", "" + prepared);
    stored.setProperty("failure", failure);
    stored.setProperty("on", "" + on);
    stored.setProperty("off", "" + off);
    stored.setProperty("deleted", "" + deleted);
    Path temporary = file.resolveSibling(name + ".new");
    try (Writer writer = Files.newBufferedWriter(temporary)) {
      stored.store(writer, null);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isPreparing(long now) {
    return now < prepared;
  }

  boolean hasFailed(long now) {
    return now >= prepared && !failure.isEmpty();
  }

  /** Whether its SSH server answers. */
  boolean isUp(long now, ScriptedSettings settings) throws IOException {
    return settings.is("boots")
        && now >= on + settings.millis("starting") + settings.millis("boot");
  }

  boolean isInitialized(long now, ScriptedSettings settings) throws IOException {
    return isUp(now, settings)
        && now
            >= on
                + settings.millis("starting")
                + settings.millis("boot")
                + settings.millis("initialization");
  }

  String state(long now, ScriptedSettings settings) throws IOException {
    if (deleted) {
      return "Deleted";
    }
    if (on == 0 || now >= off) {
      return "Stopped";
    }
    if (now < on + settings.millis("starting")) {
      return "Starting";
    }
    return isUp(now, settings) ? settings.get("running_as") : "Unknown";
  }

  ScriptedInstance switchedOn(long now, String newAddress) {
    return new ScriptedInstance(
        name, image, cpus, newAddress, prepared, failure, now, Long.MAX_VALUE, deleted);
  }

  ScriptedInstance offAt(long when) {
    return new ScriptedInstance(name, image, cpus, address, prepared, failure, on, when, deleted);
  }

  ScriptedInstance withCpus(String count) {
    return new ScriptedInstance(name, image, count, address, prepared, failure, on, off, deleted);
  }

  ScriptedInstance inBin() {
    return new ScriptedInstance(name, image, cpus, address, prepared, failure, on, off, true);
  }
}
