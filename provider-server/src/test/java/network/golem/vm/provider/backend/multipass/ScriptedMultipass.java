package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A multipass for tests, run as a program of its own: the commands that the provider uses, with
 * outputs, exit codes and peculiarities as recorded from Multipass 1.16.3 ({@code
 * src/test/resources/multipass}). Its first argument is the directory of its settings and state;
 * {@link ScriptedHost} makes that.
 */
final class ScriptedMultipass {

  private static final int SNAPSHOTS = 13;
  private static final int POWER_OFF = 14;

  private final ScriptedDaemon daemon;
  private final ScriptedAnswers answers;
  private final ScriptedPower power;
  private final String command;
  private final List<String> rest;

  private ScriptedMultipass(Path directory, String command, List<String> rest) {
    this.daemon = new ScriptedDaemon(directory);
    this.answers = new ScriptedAnswers(daemon);
    this.power = new ScriptedPower(daemon, command);
    this.command = command;
    this.rest = rest;
  }

  static void main(String[] line) throws IOException {
    List<String> arguments = Arrays.asList(line);
    try {
      new ScriptedMultipass(
              Path.of(line[0]),
              line.length > 1 ? line[1] : "help",
              arguments.subList(Math.min(2, line.length), line.length))
          .run();
    } catch (ScriptedExit e) {
      System.out.flush();
      System.err.println(e.getMessage());
      System.exit(e.code);
    }
  }

  private void run() throws IOException {
    switch (command) {
      case "version" -> version();
      case "list" -> list();
      case "info" -> info();
      case "launch" -> launch();
      case "start" -> start();
      case "stop" -> stop();
      case "set" -> set();
      case "delete" -> delete();
      case "find" -> find();
      default ->
          throw new ScriptedExit(
              ScriptedExit.ARGUMENTS,
              "Error: Unknown command '" + command + "' (try \"multipass help\" for help)");
    }
  }

  private void version() throws IOException {
    boolean up = daemon.settings.get("daemon").equals("up");
    if (!daemon.settings.get("daemon").equals("down")) {
      daemon.awaitAnswer();
    }
    System.out.print(answers.versions(up));
  }

  private void list() throws IOException {
    new ScriptedArguments(rest, Set.of("--format"), Set.of("--no-ipv4"));
    reachDaemon();
    print(answers.list());
  }

  private void info() throws IOException {
    var arguments = new ScriptedArguments(rest, Set.of("--format"), Set.of("--all"));
    if (arguments.name("").isEmpty() && !daemon.settings.isSince(SNAPSHOTS)) {
      throw new ScriptedExit(ScriptedExit.ARGUMENTS, "Name argument or --all is required");
    }
    reachDaemon();
    print(answers.info(existing(arguments.name(""))));
  }

  private void find() throws IOException {
    reachDaemon();
    throw new ScriptedExit(
        ScriptedExit.DAEMON,
        "find failed: failed to download from"
            + " 'https://cdimage.ubuntu.com/ubuntu-core/16/stable/current/ubuntu-core-16-amd64.img.xz': Proxy connection refused");
  }

  private void launch() throws IOException {
    var launch =
        new ScriptedLaunch(
            daemon,
            new ScriptedArguments(
                rest,
                Set.of("--name", "--cpus", "--memory", "--disk", "--cloud-init", "--timeout"),
                Set.of()));
    launch.checkArguments();
    ScriptedSpinner spinner = new ScriptedSpinner();
    reachDaemon();
    launch.run(spinner);
  }

  private void start() throws IOException {
    var arguments = new ScriptedArguments(rest, Set.of("--timeout"), Set.of());
    String name = arguments.name("primary");
    long begin = ScriptedDaemon.now();
    ScriptedSpinner spinner = new ScriptedSpinner();
    spinner.show("Starting " + name);
    reachDaemon();
    daemon.alone(() -> {
      power.on(name);
      return null;
    });
    while (daemon.existing(name).filter(this::isReady).isEmpty()) {
      if (ScriptedDaemon.now() - begin > arguments.timeoutMillis()) {
        spinner.clear();
        throw new ScriptedExit(
            ScriptedExit.CLIENT_TIMED_OUT, "Timed out waiting for instance to start.");
      }
      spinner.show("Starting " + name);
    }
    spinner.clear();
  }

  private boolean isReady(ScriptedInstance instance) {
    try {
      return instance.isInitialized(ScriptedDaemon.now(), daemon.settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() throws IOException {
    Set<String> flags = daemon.settings.isSince(POWER_OFF) ? Set.of("--force") : Set.of();
    var arguments = new ScriptedArguments(rest, Set.of(), flags);
    String name = arguments.name("primary");
    ScriptedSpinner spinner = new ScriptedSpinner();
    spinner.show("Stopping " + name);
    reachDaemon();
    spinner.clear();
    ScriptedInstance instance = existing(name);
    if (instance.deleted()) {
      throw ScriptedExit.errors(command, "instance \"" + name + "\" is deleted");
    }
    power.off(instance, arguments.has("--force"));
  }

  /**
   * By the documentation, not recorded: {@code local.INSTANCE.cpus|memory|disk}, of a stopped
   * instance.
   */
  private void set() throws IOException {
    String[] parts = rest.getFirst().split("[.=]", 4);
    if (parts.length != 4 || !Set.of("cpus", "memory", "disk").contains(parts[2])) {
      throw new ScriptedExit(
          ScriptedExit.ARGUMENTS, "Unrecognized settings key: '" + rest.getFirst() + "'");
    }
    reachDaemon();
    ScriptedInstance instance = existing(parts[1]);
    if (!instance.state(ScriptedDaemon.now(), daemon.settings).equals("Stopped")) {
      throw new ScriptedExit(
          ScriptedExit.ARGUMENTS,
          "Cannot update instance settings; instance: "
              + parts[1]
              + "; reason: Instance must be stopped for modification");
    }
    if (parts[2].equals("cpus")) {
      daemon.keep(instance.withCpus(parts[3]));
    }
  }

  private void delete() throws IOException {
    var arguments = new ScriptedArguments(rest, Set.of(), Set.of("--purge"));
    String name = arguments.name("primary");
    reachDaemon();
    if (!daemon.settings.is("deletes")) {
      ScriptedSpinner.sleep(600_000);
    }
    ScriptedInstance instance = existing(name);
    boolean purge = arguments.has("--purge");
    if (!instance.deleted()) {
      power.off(instance, purge && daemon.settings.isSince(POWER_OFF));
    }
    if (purge) {
      daemon.forget(name);
    } else {
      daemon.keep(instance.offAt(ScriptedDaemon.now()).inBin());
    }
  }

  private void reachDaemon() throws IOException {
    if (daemon.settings.get("daemon").equals("down")) {
      throw new ScriptedExit(
          ScriptedExit.DAEMON, command + " failed: cannot connect to the multipass socket");
    }
    if (!daemon.settings.is("authenticated")) {
      throw new ScriptedExit(
          ScriptedExit.DAEMON,
          command
              + " failed: The client is not authenticated with the Multipass service.\n"
              + "Please use 'multipass authenticate' before proceeding.");
    }
    daemon.awaitAnswer();
  }

  private void print(String json) throws IOException {
    switch (daemon.settings.get("output")) {
      case "json" -> System.out.print(json);
      case "rubbish" -> System.out.print("snap-confine has elevated permissions\n");
      case "half" -> System.out.print(json.substring(0, json.length() / 2));
      case "empty" -> System.out.print("{}\n");
      case "null" -> System.out.print("null\n");
      case "nothing" -> {
        // and exits as if all were well
      }
      default ->
          throw new ScriptedExit(ScriptedExit.DAEMON, command + " failed: cannot allocate memory");
    }
  }

  private ScriptedInstance existing(String name) throws IOException {
    return daemon.existing(name).orElseThrow(() -> ScriptedExit.missing(command, name));
  }
}
