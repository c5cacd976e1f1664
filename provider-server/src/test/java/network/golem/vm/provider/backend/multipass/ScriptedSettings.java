package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * How the scripted multipass behaves, in {@code settings.properties} of its directory. Times are
 * milliseconds.
 */
final class ScriptedSettings {

  private static final String DEFAULTS =
      """
      # of the program and its daemon
      version=1.16.3
      # up, down or hanging
      daemon=up
      authenticated=true
      # the daemon gives up waiting for a guest after
      daemon_limit=300000
      # json, rubbish, half (of it), empty (an object), null, nothing, or failing
      output=json
      # what a launch fails with once the image is prepared
      launch_failure=
      # of a guest: preparation, in which the instance does not exist; then Starting, then Unknown, then Running without cloud-init
      prepare=300
      starting=100
      boot=300
      initialization=100
      shutdown=100
      # false: stays Unknown
      boots=true
      # false: does not shut down when asked
      obeys=true
      # a new address at each start
      address_moves=false
      # IPv4 address of a real SSH server that stands in for all guests
      ssh_address=
      # in place of Running
      running_as=Running
      # false: delete never comes back
      deletes=true
      """;

  private final Path file;

  ScriptedSettings(Path directory) {
    this.file = directory.resolve("settings.properties");
  }

  synchronized void set(String name, Object value) throws IOException {
    Properties changed = read();
    if (!changed.containsKey(name)) {
      throw new IllegalArgumentException("no setting " + name);
    }
    changed.setProperty(name, value.toString());
    Path temporary = file.resolveSibling("settings.new");
    try (Writer writer = Files.newBufferedWriter(temporary)) {
      changed.store(writer, null);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String get(String name) throws IOException {
    return read().getProperty(name);
  }

  boolean is(String name) throws IOException {
    return Boolean.parseBoolean(get(name));
  }

  long millis(String name) throws IOException {
    return Long.parseLong(get(name));
  }

  /** Whether it behaves as this version, of the first series, or newer. */
  boolean isSince(int minor) throws IOException {
    return Integer.parseInt(get("version").split("\\.", -1)[1]) >= minor;
  }

  private Properties read() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(DEFAULTS));
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }
}
