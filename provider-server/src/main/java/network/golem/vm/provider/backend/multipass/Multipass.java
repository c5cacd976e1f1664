package network.golem.vm.provider.backend.multipass;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The multipass program, one method a command, in the words that versions 1.8 and newer have in
 * common. JSON is only on standard output and only with exit code 0; what launch, start and stop
 * write there is an animation. Thread-safe.
 */
public final class Multipass {

  /**
   * As Multipass itself has it; a dot would mean a snapshot, a leading hyphen an option. At most
   * what a host name may have.
   */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");

  /** A custom image that certainly is not there. */
  private static final String NO_IMAGE =
      "file:///nonexistent/golem-asks-whether-this-name-is-taken.img";

  /** On top of Multipass's own time-out, which tells more than a killed program does. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  static final JsonMapper JSON =
      Json.MAPPER.rebuild().enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY).build();

  private final Path program;
  private final Duration query;

  /**
   * @param query how long a question may take
   */
  Multipass(Path program, Duration query) {
    this.program = program;
    this.query = query;
  }

  Versions versions() throws BackendException, InterruptedException {
    return ask(Versions.class, "version", "--format", "json");
  }

  /** All instances that the daemon knows, also other people's; none that it is still preparing. */
  List<Listing.Entry> list() throws BackendException, InterruptedException {
    return ask(Listing.class, "list", "--format", "json").list();
  }

  /** What the guest itself says that it uses; Multipass asks it by SSH. */
  Information information(String name) throws BackendException, InterruptedException {
    return ask(Information.class, "info", checked(name), "--format", "json");
  }

  /**
   * Returns once cloud-init is done. An instance that takes longer lives on, and so does one whose
   * client was killed.
   */
  void launch(
      String name,
      String image,
      Resources resources,
      String userData,
      Duration timeout,
      Consumer<String> listener)
      throws BackendException, InterruptedException {
    Command command =
        command(
                timeout.plus(MARGIN),
                List.of(
                    "launch",
                    "--name",
                    checked(name),
                    "-c",
                    "" + resources.cpu(),
                    "-m",
                    resources.memory() + "G",
                    "-d",
                    resources.storage() + "G",
                    "--cloud-init",
                    "-",
                    "--timeout",
                    "" + seconds(timeout),
                    image))
            .withInput(userData);
    expectSuccess(name + " could not be launched", run(command, listener));
  }

  /**
   * Whether the daemon has an instance of this name or is at work on one, which it does not list
   * yet.
   */
  boolean isTaken(String name) throws BackendException, InterruptedException {
    // Asked by a launch that cannot succeed: the daemon looks at the name before it looks for the
    // image.
    Reply reply = run(command(query, List.of("launch", "--name", checked(name), NO_IMAGE)));
    return reply.says("is being prepared") || reply.says("already exists");
  }

  void start(String name, Duration timeout) throws BackendException, InterruptedException {
    Command command =
        command(
            timeout.plus(MARGIN),
            List.of("start", "--timeout", "" + seconds(timeout), checked(name)));
    expectSuccess(name + " could not be started", run(command));
  }

  /**
   * Asks the guest to shut down; the daemon answers nobody until it has done so or 300 s have
   * passed.
   */
  void stop(String name, Duration deadline) throws BackendException, InterruptedException {
    expectSuccess(
        name + " could not be stopped", run(command(deadline, List.of("stop", checked(name)))));
  }

  /**
   * Sets the size of a stopped instance
   * (https://documentation.ubuntu.com/multipass/en/latest/reference/settings/local-instance-name-cpus/
   * and the pages beside it); a disk that has the size already stays as it is.
   */
  void resize(String name, Resources resources, Duration deadline)
      throws BackendException, InterruptedException {
    String prefix = "local." + checked(name) + ".";
    List<String> settings =
        List.of(
            "disk=" + resources.storage() + "G",
            "memory=" + resources.memory() + "G",
            "cpus=" + resources.cpu());
    for (String setting : settings) {
      expectSuccess(
          name + " could not be given another size",
          run(command(deadline, List.of("set", prefix + setting))));
    }
  }

  /** Switches the instance off; false when this version (up to 1.13) cannot. */
  boolean switchOff(String name, Duration deadline) throws BackendException, InterruptedException {
    Reply reply = run(command(deadline, List.of("stop", "--force", checked(name))));
    if (reply.says("Unknown option")) {
      return false;
    }
    expectSuccess(name + " could not be switched off", reply);
    return true;
  }

  /** Removes the instance for good; false when the daemon knows none of this name. */
  boolean delete(String name, Duration deadline) throws BackendException, InterruptedException {
    Reply reply = run(command(deadline, List.of("delete", "--purge", checked(name))));
    if (reply.isUnknownInstance()) {
      return false;
    }
    expectSuccess(name + " could not be deleted", reply);
    return true;
  }

  private <T> T ask(Class<T> answer, String... arguments)
      throws BackendException, InterruptedException {
    Command command = command(query, List.of(arguments));
    Reply reply;
    try {
      reply = run(command);
    } catch (BackendException.TimedOut e) {
      throw new BackendException.Unavailable("Multipass does not answer: " + e.getMessage(), e);
    }
    if (!reply.isSuccess()) {
      throw new BackendException.Unavailable(
          "Multipass does not tell: `" + command + "`: " + reply.reason());
    }
    try {
      return Objects.requireNonNull(JSON.readValue(reply.outcome().stdout(), answer));
    } catch (JacksonException | NullPointerException e) {
      throw new BackendException.Unavailable(
          "`" + command + "` says something that is not understood: " + reply.outcome().excerpt(),
          e);
    }
  }

  private Command command(Duration deadline, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(program.toString());
    line.addAll(arguments);
    return Command.of(deadline, line.toArray(String[]::new));
  }

  private static Reply run(Command command) throws BackendException, InterruptedException {
    return run(command, _ -> {});
  }

  /** What ends otherwise than with an answer of the daemon is thrown. */
  private static Reply run(Command command, Consumer<String> listener)
      throws BackendException, InterruptedException {
    Reply reply;
    try {
      reply = new Reply(command.run(listener));
    } catch (CommandException.TimedOut e) {
      throw new BackendException.TimedOut(e.getMessage());
    } catch (CommandException e) {
      throw new BackendException.Unavailable("Multipass is not there: " + e.getMessage(), e);
    }
    if (reply.isDaemonGone()) {
      throw new BackendException.Unavailable(
          "the Multipass daemon does not answer ("
              + reply.reason()
              + "); start it, for example with `sudo snap start multipass`");
    }
    if (reply.isNotAuthenticated()) {
      throw new BackendException.Unavailable(
          "Multipass does not accept this user; run `multipass authenticate` once as the user that the provider runs as");
    }
    return reply;
  }

  private static void expectSuccess(String what, Reply reply) throws BackendException {
    if (reply.isTimeOut()) {
      throw new BackendException.TimedOut(what + " in time: " + reply.reason());
    }
    if (!reply.isSuccess()) {
      throw new BackendException.Failed(what + ": " + reply.reason());
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name of an instance: " + name);
    }
    return name;
  }

  private static long seconds(Duration timeout) {
    return Math.max(1, timeout.toSeconds());
  }
}
