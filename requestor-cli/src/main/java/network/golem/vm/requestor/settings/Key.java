package network.golem.vm.requestor.settings;

import java.util.Arrays;
import java.util.stream.Collectors;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** What can be set. */
public enum Key {
  DISCOVERY_URL(
      "discovery-url", "GOLEM_REQUESTOR_DISCOVERY_URL", Settings.DEFAULT_DISCOVERY_URL, true),
  OUTPUT("output", "GOLEM_REQUESTOR_OUTPUT", "table", true),
  SSH("ssh", "GOLEM_REQUESTOR_SSH", "auto", true),
  CONTEXT("context", "GOLEM_REQUESTOR_CONTEXT", "", true),
  /** Where the configuration file is, too; hence not in it. */
  BASE_DIR("base-dir", "GOLEM_REQUESTOR_BASE_DIR", "~/.golem", false);

  private final String word;
  private final String variable;
  private final String usual;
  private final boolean inFile;

  Key(String word, String variable, String usual, boolean inFile) {
    this.word = word;
    this.variable = variable;
    this.usual = usual;
    this.inFile = inFile;
  }

  /** The name in the configuration file, of its flag and in {@code golem config}. */
  public String word() {
    return word;
  }

  /** The name in the environment and in {@code .env}. */
  public String variable() {
    return variable;
  }

  /** What holds when nobody says anything. */
  String usual() {
    return usual;
  }

  /** Whether the configuration file may say it. */
  public boolean isInFile() {
    return inFile;
  }

  /** The key that a user means. */
  public static Key of(String word) {
    for (Key key : values()) {
      if (key.word.equals(word) || key.variable.equals(word)) {
        return key;
      }
    }
    throw new Failure(
        ExitCode.USAGE,
        "there is no setting '" + word + "'",
        "choose from: " + Arrays.stream(values()).map(Key::word).collect(Collectors.joining(", ")));
  }
}
