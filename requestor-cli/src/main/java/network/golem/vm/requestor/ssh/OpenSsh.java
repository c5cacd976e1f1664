package network.golem.vm.requestor.ssh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The system's OpenSSH client, told to expect exactly one host key.
 *
 * @param program the ssh command
 */
public record OpenSsh(Path program) {

  private static final String HOST_KEY_TYPE = "ssh-ed25519";
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  /**
   * Where to, and with which keys.
   *
   * @param alias the VM's id, under which {@code knownHosts} has its host key
   * @param key the private key to use, when ssh would not find it by itself
   * @param onlyThatKey true when no other key is to be tried
   */
  public record Destination(
      String alias,
      String user,
      String host,
      int port,
      String hostKey,
      Path knownHosts,
      @Nullable Path key,
      boolean onlyThatKey) {

    /**
     * All of it was said by a stranger and becomes an argument: nothing may look like an option.
     */
    public Destination {
      boolean sound = USER.matcher(user).matches() && hostKey.startsWith(HOST_KEY_TYPE + " ");
      try {
        Advertisement.checkAddress("host", host);
        InvalidValueException.checkRange("port", port, 1, 65_535);
      } catch (InvalidValueException e) {
        sound = false;
      }
      if (!sound) {
        throw new Failure(
            ExitCode.REFUSED,
            "the provider's way of access to " + alias + " is not acceptable: " + user + "@" + host,
            "the provider may be broken or hostile; rent elsewhere: golem vm providers");
      }
    }
  }

  /** Looks for ssh in {@code PATH}. */
  public static OpenSsh find(Map<String, String> environment) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      try {
        Path program = Path.of(directory, "ssh");
        if (program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return new OpenSsh(program);
        }
      } catch (InvalidPathException e) {
        // what is no path holds no program
      }
    }
    throw new Failure(
        ExitCode.FAILED,
        "there is no ssh in PATH",
        "install the OpenSSH client, for example: sudo apt install openssh-client");
  }

  /** The command line for {@code destination}; {@code more} is passed on as it is. */
  public List<String> command(Destination destination, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    option(command, "StrictHostKeyChecking=yes");
    option(command, "UserKnownHostsFile=" + quoted(destination.knownHosts()));
    option(command, "GlobalKnownHostsFile=none");
    option(command, "VerifyHostKeyDNS=no");
    option(command, "HostKeyAlias=" + destination.alias());
    option(command, "HostKeyAlgorithms=" + HOST_KEY_TYPE);
    option(command, "UpdateHostKeys=no");
    option(command, "CheckHostIP=no");
    if (destination.key() != null) {
      if (destination.onlyThatKey()) {
        option(command, "IdentitiesOnly=yes");
      }
      command.add("-i");
      command.add(destination.key().toString());
    }
    command.add("-p");
    command.add(Integer.toString(destination.port()));
    command.add(destination.user() + "@" + destination.host());
    command.addAll(more);
    return command;
  }

  /** Runs it with this process's own streams and answers its exit status. */
  public int run(List<String> command) {
    try {
      Process ssh = new ProcessBuilder(command).inheritIO().start();
      Thread onExit = new Thread(ssh::destroy, "end ssh");
      Runtime.getRuntime().addShutdownHook(onExit);
      try {
        return ssh.waitFor();
      } finally {
        Runtime.getRuntime().removeShutdownHook(onExit);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot run " + program + ": " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }

  /** The value of UserKnownHostsFile is a list of words, in which % and ${} are expanded. */
  private static String quoted(Path file) {
    return '"' + file.toString().replace("%", "%%") + '"';
  }

  private static void option(List<String> command, String option) {
    command.add("-o");
    command.add(option);
  }
}
