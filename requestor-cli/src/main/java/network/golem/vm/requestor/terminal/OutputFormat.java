package network.golem.vm.requestor.terminal;

import java.util.Locale;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** How data is printed. */
public enum OutputFormat {
  /** Columns for people. */
  TABLE,
  /** One JSON document for programs. */
  JSON,
  /** The same as YAML. */
  YAML,
  /** Comma-separated values; of lists only. */
  CSV;

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of that name. */
  public static OutputFormat of(String word) {
    for (OutputFormat format : values()) {
      if (format.toString().equals(word)) {
        return format;
      }
    }
    throw new Failure(
        ExitCode.USAGE,
        "the output format '" + word + "' must be table, json, yaml or csv",
        "name it with --output, or set it: golem config set output table");
  }
}
