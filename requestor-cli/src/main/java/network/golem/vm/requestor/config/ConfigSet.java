package network.golem.vm.requestor.config;

import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.ConfigFile;
import network.golem.vm.requestor.settings.Effective;
import network.golem.vm.requestor.settings.Key;
import network.golem.vm.requestor.settings.Settings;
import network.golem.vm.requestor.settings.Sources;
import network.golem.vm.requestor.ssh.SshChoice;
import network.golem.vm.requestor.terminal.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes a setting in the configuration file. */
@Command(
    name = "set",
    description = {
      "Changes a setting in the configuration file; with --context that of the context, which is"
          + " made when there is none."
    },
    footer = {
      "",
      "Examples:",
      "  golem config set discovery-url https://discovery.example.org",
      "  golem config set discovery-url http://127.0.0.1:9001 --context test",
      "  golem config set context test"
    })
public final class ConfigSet implements Runnable {

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "discovery-url, output, ssh or context.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String word;

  @Parameters(index = "1", paramLabel = "VALUE", description = "What it is to be.")
  @SuppressWarnings("NullAway.Init")
  String value;

  public ConfigSet(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Key key = Key.of(word);
    Sources sources = session.sources();
    String context = session.contextFlag();
    check(key, sources.file(), context);
    new ConfigEdit(sources.file()).set(key, value, context);
    Effective now = new Sources(java.util.Map.of(), session.around()).effective(key);
    if (context == null && !now.value().equals(value)) {
      session
          .terminal()
          .warn(
              key.word()
                  + " is still "
                  + now.value()
                  + ", since that is what "
                  + now.origin()
                  + " says");
    }
  }

  private void check(Key key, ConfigFile file, @Nullable String context) {
    switch (key) {
      case DISCOVERY_URL -> Settings.urls(key.word(), value);
      case OUTPUT -> OutputFormat.of(value);
      case SSH -> SshChoice.of(value);
      case CONTEXT -> {
        if (context != null) {
          throw new Failure(ExitCode.USAGE, "a context cannot name another one", null);
        }
        if (!value.isEmpty() && !file.contexts().contains(value)) {
          throw new Failure(
              ExitCode.NOT_FOUND,
              "there is no context '" + value + "'",
              "make it: golem config set discovery-url URL --context " + value);
        }
      }
      case BASE_DIR ->
          throw new Failure(
              ExitCode.USAGE,
              "base-dir says where the configuration file is, and cannot stand in it",
              "set it in the environment: " + key.variable());
    }
  }
}
