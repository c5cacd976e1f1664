package network.golem.vm.requestor.settings;

import java.util.Arrays;
import java.util.stream.Collectors;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/** What can be set. */
public enum Key {
  DISCOVERY_URL(
      "discovery-url",
      "GOLEM_REQUESTOR_DISCOVERY_URL",
      Settings.DEFAULT_DISCOVERY_URL,
      true,
      "where discovery is; several services, separated by commas, are united"),
  OUTPUT(
      "output",
      "GOLEM_REQUESTOR_OUTPUT",
      "table",
      true,
      "how data is printed: table, json, yaml; csv, and what is no list as a table"),
  SSH(
      "ssh",
      "GOLEM_REQUESTOR_SSH",
      "auto",
      true,
      "the SSH client: auto (OpenSSH where there is one), system (OpenSSH) or builtin"),
  CONTEXT(
      "context",
      "GOLEM_REQUESTOR_CONTEXT",
      "",
      true,
      "the network that is spoken of, with discovery services and VMs of its own"),
  /** Where the configuration file is, too; hence not in it. */
  BASE_DIR(
      "base-dir",
      "GOLEM_REQUESTOR_BASE_DIR",
      "~/.golem",
      false,
      "directory of the configuration, the identity and the records of VMs");

  private final String word;
  private final String variable;
  private final String usual;
  private final boolean inFile;
  private final String meaning;

  Key(String word, String variable, String usual, boolean inFile, String meaning) {
    this.word = word;
    this.variable = variable;
    this.usual = usual;
    this.inFile = inFile;
    this.meaning = meaning;
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
  public String usual() {
    return usual;
  }

  /** What it decides, for a person. */
  public String meaning() {
    return meaning;
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
