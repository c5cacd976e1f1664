package network.golem.vm.provider.doctor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.owner.OutputOption;
import network.golem.vm.provider.settings.ProviderSettings;
import network.golem.vm.server.settings.Settings;
import network.golem.vm.server.start.ServerCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code golem-provider doctor}: tries everything that a provider needs of its host and says what
 * to do about what is missing. All checks run at the same time and change nothing.
 */
public final class Doctor {

  private static final String ERASE_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;

  private Doctor(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Adds the command to the provider's command line. */
  public static void addTo(ServerCommand<ProviderSettings> commands) {
    commands.add(
        OutputOption.on(CommandSpec.create().name("doctor")),
        "Try everything that a provider needs, and say what to do about what is missing."
            + " Exit codes: 0 no error, 1 an error.",
        Doctor::run);
  }

  private record Named(String name, Result.Grade grade, String what, List<String> remedies) {}

  private static int run(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    // What goes wrong is the result here, and told as such.
    Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      return report(settings, arguments);
    } finally {
      log.setLevel(before);
    }
  }

  private static int report(Settings<ProviderSettings> settings, ParseResult arguments)
      throws IOException, InterruptedException {
    PrintWriter out = arguments.commandSpec().commandLine().getOut();
    boolean json = OutputOption.isJson(arguments);
    boolean terminal =
        !json && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    List<Named> results = new Doctor(out, terminal).examine(checks(settings), json);
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(results));
    }
    out.flush();
    return results.stream().anyMatch(result -> result.grade() == Result.Grade.ERROR) ? 1 : 0;
  }

  private static List<Check> checks(Settings<ProviderSettings> settings)
      throws IOException, InterruptedException {
    ProviderSettings values = settings.values();
    List<Check> checks = new ArrayList<>(new HostChecks(values).all());
    checks.addAll(new BackendChecks(values, new ImageStore(values.imageDirectory())).all());
    checks.addAll(new NetworkChecks(values, Clock.systemUTC()).all());
    checks.addAll(new PortChecks(values, Running.of(values)).all());
    return checks;
  }

  private List<Named> examine(List<Check> checks, boolean quiet) throws InterruptedException {
    List<Named> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result>> started =
          checks.stream().map(check -> threads.submit(() -> check.examination().run())).toList();
      for (int i = 0; i < checks.size(); i++) {
        String name = checks.get(i).name();
        waiting(name);
        Result result = resultOf(started.get(i));
        results.add(new Named(name, result.grade(), result.what(), result.remedies()));
        if (!quiet) {
          show(results.getLast());
        }
      }
    }
    return results;
  }

  private static Result resultOf(Future<Result> started) throws InterruptedException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      return Result.error("could not be tried: " + e.getCause());
    }
  }

  private void waiting(String name) {
    if (terminal) {
      out.print(ERASE_LINE + "...      " + name);
      out.flush();
    }
  }

  private void show(Named result) {
    out.printf(
        "%s%-8s %-15s %s%n",
        terminal ? ERASE_LINE : "", result.grade().wire(), result.name(), result.what());
    result.remedies().forEach(remedy -> out.println("         do: " + remedy));
    out.flush();
  }
}
