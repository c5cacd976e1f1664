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
import java.util.Optional;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The system's OpenSSH client, told to expect exactly one host key.
 *
 * @param program {@code ssh}
 */
public record OpenSsh(Path program) implements SshClient {

  /** Looks for it in {@code PATH}. */
  public static Optional<OpenSsh> find(Map<String, String> environment) {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      try {
        Path program = Path.of(directory, "ssh");
        if (program.isAbsolute() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(new OpenSsh(program));
        }
      } catch (InvalidPathException e) {
        // what is no path holds no program
      }
    }
    return Optional.empty();
  }

  @Override
  public int login(Destination to, List<String> arguments) {
    return run(command(to, List.of(), arguments));
  }

  @Override
  public int run(Destination to, List<String> command, boolean tty) {
    // After two hyphens nothing of the command is an option of ssh, be it spelt like one.
    return run(command(to, tty ? List.of("-t", "--") : List.of("--"), command));
  }

  @Override
  public int forward(Destination to, List<Forwarding> forwardings, Runnable begun) {
    List<String> options = new ArrayList<>(List.of("-N", "-o", "ExitOnForwardFailure=yes"));
    for (Forwarding one : forwardings) {
      probe(one);
      options.add("-L");
      options.add(one.address() + ":" + one.here() + ":" + Forwarding.THERE + ":" + one.there());
    }
    begun.run(); // ssh itself says nothing when all is well
    return run(command(to, options, List.of()));
  }

  /** A port that is taken is refused before anything is said to be well. */
  private static void probe(Forwarding forwarding) {
    try {
      forwarding.listening().close();
    } catch (IOException e) {
      // Whether it is free was all that mattered.
    }
  }

  @Override
  public Sftp sftp(Destination to) {
    try {
      Process ssh =
          new ProcessBuilder(command(to, List.of("-s"), List.of("sftp")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return Sftp.over(ssh.getInputStream(), ssh.getOutputStream(), ssh::destroy);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot run " + program + ": " + e.getMessage(), null, e);
    }
  }

  private List<String> command(Destination to, List<String> before, List<String> after) {
    List<String> command = new ArrayList<>(withOptions(to));
    command.add("-p");
    command.add(Integer.toString(to.port()));
    command.addAll(before);
    command.add(to.user() + "@" + to.host());
    command.addAll(after);
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
    settings.put("HostKeyAlgorithms", Destination.HOST_KEY_TYPE);
    settings.put("UpdateHostKeys", "no");
    settings.put("CheckHostIP", "no");
    if (destination.onlyThatKey()) {
      settings.put("IdentitiesOnly", "yes");
    }
    return settings;
  }

  /** Runs it with this process's own streams and answers its exit status. */
  private int run(List<String> command) {
    try {
      Child ssh = new Child(new ProcessBuilder(command).inheritIO());
      Runtime.getRuntime().addShutdownHook(ssh);
      try {
        return ssh.begin().waitFor();
      } finally {
        remove(ssh);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot run " + program + ": " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted", null, e);
    }
  }

  /** A process that ends with this one, even when that is while it begins. */
  private static final class Child extends Thread {

    private final ProcessBuilder builder;
    private @Nullable Process process;

    Child(ProcessBuilder builder) {
      super("end ssh");
      this.builder = builder;
    }

    synchronized Process begin() throws IOException {
      process = builder.start();
      return process;
    }

    @Override
    public synchronized void run() {
      if (process != null) {
        process.destroy();
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is being ended, and has ended ssh.
    }
  }

  /** The value of UserKnownHostsFile is a list of words, in which % and ${} are expanded. */
  static String quoted(Path file) {
    return '"' + file.toString().replace("%", "%%") + '"';
  }
}
