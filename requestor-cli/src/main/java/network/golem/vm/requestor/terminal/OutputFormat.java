package network.golem.vm.requestor.terminal;

import java.util.Locale;

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
}
