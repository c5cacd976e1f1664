package network.golem.vm.requestor.terminal;

import java.util.Locale;

/** How data is printed. */
public enum OutputFormat {
  /** Columns for people. */
  TABLE,
  /** One JSON document for programs. */
  JSON;

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
