package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;

/**
 * Lets the user's own ssh, and whatever uses it, know VMs by names such as {@code demo.golem}: a
 * file in the form of ssh_config(5), which the user's own includes.
 *
 * @param file with the VMs
 * @param users the user's own, {@code ~/.ssh/config}
 */
public record SshConfig(Path file, Path users) {

  public static final String SUFFIX = ".golem";

  /** The part about one VM. */
  public static String entry(String name, Destination destination) {
    StringBuilder entry = new StringBuilder();
    entry.append("Host ").append(name).append(SUFFIX).append('\n');
    setting(entry, "HostName", destination.host());
    setting(entry, "Port", Integer.toString(destination.port()));
    setting(entry, "User", destination.user());
    if (destination.key() != null) {
      setting(entry, "IdentityFile", OpenSsh.quoted(destination.key()));
    }
    for (Map.Entry<String, String> one : OpenSsh.settings(destination).entrySet()) {
      setting(entry, one.getKey(), one.getValue());
    }
    return entry.toString();
  }

  private static void setting(StringBuilder entry, String name, String value) {
    entry.append("  ").append(name).append(' ').append(value).append('\n');
  }

  /** Replaces the file. */
  public void write(String entries) {
    try {
      PrivateFile.replace(file, entries);
    } catch (IOException e) {
      throw FileFailure.of("write", file, e);
    }
  }

  /**
   * Has the user's own include it, at its top, where no other host's settings apply; false when it
   * does already.
   */
  public boolean include() {
    String line = "Include " + OpenSsh.quoted(file);
    try {
      String before = Files.exists(users) ? Files.readString(users) : "";
      if (before.lines().anyMatch(line::equals)) {
        return false;
      }
      PrivateFile.replace(Files.exists(users) ? users.toRealPath() : users, line + "\n\n" + before);
      return true;
    } catch (IOException e) {
      throw FileFailure.of("write", users, e);
    }
  }
}
