package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code multipass launch}: makes an instance whose life the clock drives from then on, and watches
 * it until it is ready.
 */
final class ScriptedLaunch {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z]|[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]");
  private static final Pattern SIZE = Pattern.compile("(?i)(\\d+)([KMG]?)(i?B)?");
  private static final Set<String> IMAGES = Set.of("24.04", "noble", "22.04", "jammy", "lts");
  private static final long MIB = 1 << 20;
  private static final List<String> STEPS =
      List.of(
          "Creating %s",
          "Retrieving image: 41%%",
          "Preparing image for %s",
          "Configuring %s",
          "Starting %s",
          "Waiting for initialization to complete");
  private static final int STARTING = 4;

  private final ScriptedDaemon daemon;
  private final ScriptedArguments arguments;
  private final String name;
  private int shown;

  ScriptedLaunch(ScriptedDaemon daemon, ScriptedArguments arguments) {
    this.daemon = daemon;
    this.arguments = arguments;
    this.name = arguments.option("--name", "primary");
  }

  /** What the client finds without asking its daemon. */
  void checkArguments() {
    arguments.expectAtMostOneName();
    if (!arguments.option("--cpus", "1").matches("[1-9]\\d*")) {
      String given = arguments.option("--cpus", "");
      throw new ScriptedExit(
          ScriptedExit.ARGUMENTS,
          "Error: invalid CPU count '" + given + "', need a positive integer value.");
    }
    bytes(arguments.option("--memory", "1G"), "memory");
    bytes(arguments.option("--disk", "5G"), "disk");
    arguments.timeoutMillis();
  }

  void run(ScriptedSpinner spinner) throws IOException {
    long begin = ScriptedDaemon.now();
    checkValues();
    daemon.alone(() -> {
      checkNameIsFree();
      checkImage(spinner);
      keepInstance(begin);
      return null;
    });
    watch(spinner, begin);
  }

  private void checkValues() {
    if (!NAME.matcher(name).matches()) {
      throw invalid("Invalid instance name supplied: " + name);
    }
    if (bytes(arguments.option("--disk", "5G"), "disk") < 512 * MIB) {
      throw invalid("Invalid disk size value supplied: " + arguments.option("--disk", "") + ".");
    }
    if (bytes(arguments.option("--memory", "1G"), "memory") < 128 * MIB) {
      throw invalid(
          "Invalid memory size value supplied: " + arguments.option("--memory", "") + ".");
    }
  }

  private void checkNameIsFree() throws IOException {
    Optional<ScriptedInstance> other = daemon.withName(name);
    if (other.isPresent()) {
      boolean preparing = other.get().isPreparing(ScriptedDaemon.now());
      throw failed(
          "instance \"" + name + "\" " + (preparing ? "is being prepared" : "already exists"));
    }
  }

  private void checkImage(ScriptedSpinner spinner) {
    String image = arguments.name("lts");
    if (image.startsWith("file:")) {
      spinner.show("Creating " + name);
      spinner.clear();
      throw failed("Custom image `" + image.substring("file://".length()) + "` does not exist.");
    }
    if (!IMAGES.contains(image)) {
      throw failed("Unable to find an image matching \"" + image + "\" in remote \"\".");
    }
  }

  private void keepInstance(long begin) throws IOException {
    long prepared = begin + daemon.settings.millis("prepare");
    String failure = daemon.settings.get("launch_failure");
    byte[] userData =
        arguments.option("--cloud-init", "").equals("-") ? System.in.readAllBytes() : new byte[0];
    daemon.keepUserData(name, userData);
    daemon.keep(
        new ScriptedInstance(
            name,
            arguments.name("lts"),
            arguments.option("--cpus", "1"),
            daemon.newAddress(),
            prepared,
            failure,
            prepared,
            Long.MAX_VALUE,
            false));
  }

  private void watch(ScriptedSpinner spinner, long begin) throws IOException {
    while (true) {
      long now = ScriptedDaemon.now();
      Optional<ScriptedInstance> instance = daemon.withName(name);
      String failure = daemon.settings.get("launch_failure");
      if (instance.isEmpty() && !failure.isEmpty()) {
        spinner.clear();
        throw failed(failure);
      }
      if (instance.isEmpty()) { // deleted meanwhile: counts as launched, as observed
        spinner.end("Launched: " + name);
        return;
      }
      showUpTo(step(instance.get(), begin, now), spinner);
      if (instance.get().isInitialized(now, daemon.settings)) {
        spinner.end("Launched: " + name);
        return;
      }
      checkTime(spinner, now - begin, now - instance.get().on());
    }
  }

  private void checkTime(ScriptedSpinner spinner, long waited, long on) throws IOException {
    if (waited > arguments.timeoutMillis()) {
      spinner.clear();
      throw new ScriptedExit(
          ScriptedExit.CLIENT_TIMED_OUT, "Timed out waiting for instance launch.");
    }
    if (on > daemon.settings.millis("daemon_limit")) {
      spinner.clear();
      throw ScriptedExit.errors("launch", name + ": timed out waiting for response");
    }
  }

  private int step(ScriptedInstance instance, long begin, long now) throws IOException {
    if (instance.isPreparing(now)) {
      return (int) ((STARTING - 1) * (now - begin) / (1 + instance.prepared() - begin));
    }
    return instance.isUp(now, daemon.settings) ? STARTING + 1 : STARTING;
  }

  /** Also what passed while this process was not looking. */
  private void showUpTo(int step, ScriptedSpinner spinner) {
    shown = Math.min(shown, step);
    while (shown < step) {
      spinner.show(STEPS.get(shown++).formatted(name));
    }
    spinner.show(STEPS.get(step).formatted(name));
  }

  private static long bytes(String size, String what) {
    var parts = SIZE.matcher(size);
    if (!parts.matches()) {
      throw new ScriptedExit(
          ScriptedExit.ARGUMENTS,
          "[2026-11-23T05:05:49.482] [error] [client] Caught an unhandled exception: "
              + size
              + " is not a valid "
              + what
              + " size - need a non-negative integer (in base 10) or a decimal followed by K, M, or G (e.g. 1234B, 42MiB, 0.5G)");
    }
    int exponent =
        "_KMG".indexOf(parts.group(2).isEmpty() ? "_" : parts.group(2).toUpperCase(Locale.ROOT));
    return Long.parseLong(parts.group(1)) << (10 * exponent);
  }

  private static ScriptedExit invalid(String why) {
    return failed("Invalid arguments supplied\n" + why);
  }

  private static ScriptedExit failed(String why) {
    return new ScriptedExit(ScriptedExit.DAEMON, "launch failed: " + why);
  }
}
