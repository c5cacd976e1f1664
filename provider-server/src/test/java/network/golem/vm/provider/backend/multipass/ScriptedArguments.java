package network.golem.vm.provider.backend.multipass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of the scripted multipass: the command's options and names. */
final class ScriptedArguments {

  private static final Map<String, String> LONG_FORM =
      Map.of(
          "-n",
          "--name",
          "-c",
          "--cpus",
          "-m",
          "--memory",
          "-d",
          "--disk",
          "-p",
          "--purge",
          "-f",
          "--force",
          "--mem",
          "--memory");

  private final Map<String, String> options = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param valued options that are followed by a value
   * @param unvalued options that are not
   */
  ScriptedArguments(List<String> arguments, Set<String> valued, Set<String> unvalued) {
    for (int i = 0; i < arguments.size(); i++) {
      String option = LONG_FORM.getOrDefault(arguments.get(i), arguments.get(i));
      if (valued.contains(option) && i + 1 < arguments.size()) {
        options.put(option, arguments.get(++i));
      } else if (unvalued.contains(option)) {
        flags.add(option);
      } else if (option.startsWith("-")) {
        throw new ScriptedExit(
            ScriptedExit.ARGUMENTS, "Unknown option '" + option.replaceFirst("^-+", "") + "'.");
      } else {
        names.add(option);
      }
    }
  }

  String option(String option, String byDefault) {
    return options.getOrDefault(option, byDefault);
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  String name(String byDefault) {
    return names.isEmpty() ? byDefault : names.getFirst();
  }

  void expectAtMostOneName() {
    if (names.size() > 1) {
      throw new ScriptedExit(ScriptedExit.ARGUMENTS, "Too many arguments supplied");
    }
  }

  /** The client's own time-out; without one it waits for the daemon. */
  long timeoutMillis() {
    String timeout = option("--timeout", "1000000");
    if (!timeout.matches("[1-9]\\d*")) {
      throw new ScriptedExit(
          ScriptedExit.ARGUMENTS, "error: --timeout value has to be a positive integer");
    }
    return 1000L * Integer.parseInt(timeout);
  }
}
