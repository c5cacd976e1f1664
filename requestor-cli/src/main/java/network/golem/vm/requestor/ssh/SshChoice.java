package network.golem.vm.requestor.ssh;

import java.nio.file.Path;
import java.util.Map;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.terminal.Terminal;

/** Which SSH client is used. */
public enum SshChoice {
  /** The system's where there is one. */
  AUTO,
  SYSTEM,
  BUILTIN;

  /** The one of that name. */
  public static SshChoice of(String word) {
    for (SshChoice choice : values()) {
      if (choice.toString().equals(word)) {
        return choice;
      }
    }
    throw new Failure(
        ExitCode.USAGE, "ssh is '" + word + "': must be auto, system or builtin", "correct it");
  }

  /**
   * The client itself.
   *
   * @param home where {@code .ssh} is
   */
  public SshClient client(Terminal terminal, Path home, Map<String, String> environment) {
    if (this != BUILTIN) {
      var system = OpenSsh.find(environment);
      if (system.isPresent()) {
        return system.get();
      }
    }
    if (this == SYSTEM) {
      throw new Failure(
          ExitCode.FAILED,
          "there is no ssh in PATH",
          "use the built-in one: --ssh builtin; or install it, for example: sudo apt install"
              + " openssh-client");
    }
    return new BuiltInSsh(terminal, new PrivateKeys(terminal, home, environment));
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
