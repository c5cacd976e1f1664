package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A host with the scripted multipass: a directory with its launcher, its settings and what it
 * keeps.
 */
public final class ScriptedHost {

  private final Path directory;
  private final ScriptedDaemon daemon;

  public ScriptedHost(Path directory) throws IOException {
    this.directory = directory;
    this.daemon = new ScriptedDaemon(directory);
    Files.writeString(program(), launcher());
    Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwx------"));
  }

  /** The launcher, which works for as long as the compiled tests are where they are. */
  public Path program() {
    return directory.resolve("multipass");
  }

  /** See {@link ScriptedSettings} for what there is to set. */
  public void set(String setting, Object value) throws IOException {
    daemon.settings.set(setting, value);
  }

  /** What the guest got as user-data. */
  public String userData(String instance) throws IOException {
    return Files.readString(directory.resolve(instance + ".user-data"));
  }

  /** The user of the guest runs {@code poweroff}. */
  void powerOffFromInside(String instance) throws IOException {
    daemon.keep(daemon.existing(instance).orElseThrow().offAt(ScriptedDaemon.now()));
  }

  /** Whether the daemon knows the instance or is preparing it. */
  boolean has(String instance) {
    try {
      return daemon.withName(instance).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String launcher() {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return """
    #!/bin/sh
    exec '%s' -Xshare:auto -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp '%s' '%s' '%s' "$@"
    """
        .formatted(java, compiledTests(), ScriptedMultipass.class.getName(), directory);
  }

  private static Path compiledTests() {
    try {
      return Path.of(
          ScriptedMultipass.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
