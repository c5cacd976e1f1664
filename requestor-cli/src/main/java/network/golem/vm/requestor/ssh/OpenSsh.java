package network.golem.vm.requestor.ssh;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A program of the system's OpenSSH client, told to expect exactly one host key.
 *
 * @param program {@code ssh} or {@code scp}
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

  /**
   * Looks for one of its programs in {@code PATH}.
   *
   * @param name {@code ssh} or {@code scp}
   */
  public static OpenSsh find(String name, Map<String, String> environment) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      try {
        Path program = Path.of(directory, name);
        if (program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return new OpenSsh(program);
        }
      } catch (InvalidPathException e) {
        // what is no path holds no program
      }
    }
    throw new Failure(
        ExitCode.FAILED,
        "there is no " + name + " in PATH",
        "install the OpenSSH client, for example: sudo apt install openssh-client");
  }

  /** The command line of {@code ssh}; {@code more} is passed on as it is. */
  public List<String> command(Destination destination, List<String> more) {
    return command(destination, List.of(), more);
  }

  /**
   * The command line of {@code ssh}.
   *
   * @param before options that stand before the destination
   * @param after what stands behind it
   */
  public List<String> command(Destination destination, List<String> before, List<String> after) {
    List<String> command = new ArrayList<>(withOptions(destination));
    command.add("-p");
    command.add(Integer.toString(destination.port()));
    command.addAll(before);
    command.add(destination.user() + "@" + destination.host());
    command.addAll(after);
    return command;
  }

  /** The command line of {@code scp}, which copies directories too and keeps modes and times. */
  public List<String> copy(Destination destination, List<String> from, String to) {
    List<String> command = new ArrayList<>(withOptions(destination));
    command.addAll(List.of("-r", "-p", "-P", Integer.toString(destination.port()), "--"));
    command.addAll(from);
    command.add(to);
    return command;
  }

  private List<String> withOptions(Destination destination) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    settings(destination)
        .forEach((name, value) -> {
          command.add("-o");
          command.add(name + "=" + value);
        });
    if (destination.key() != null) {
      command.add("-i");
      command.add(destination.key().toString());
    }
    return command;
  }

  /** What makes ssh expect the VM's own host key and no other, as in ssh_config(5). */
  static Map<String, String> settings(Destination destination) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("StrictHostKeyChecking", "yes");
    settings.put("UserKnownHostsFile", quoted(destination.knownHosts()));
    settings.put("GlobalKnownHostsFile", "none");
    settings.put("VerifyHostKeyDNS", "no");
    settings.put("HostKeyAlias", destination.alias());
    settings.put("HostKeyAlgorithms", HOST_KEY_TYPE);
    settings.put("UpdateHostKeys", "no");
    settings.put("CheckHostIP", "no");
    if (destination.onlyThatKey()) {
      settings.put("IdentitiesOnly", "yes");
    }
    return settings;
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
  static String quoted(Path file) {
    return '"' + file.toString().replace("%", "%%") + '"';
  }
}
