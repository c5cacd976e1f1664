package network.golem.vm.requestor.config;

import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Effective;
import network.golem.vm.requestor.settings.Key;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one setting. */
@Command(
    name = "get",
    description = "Shows the value of a setting as it holds now.",
    footer = {"", "Example:", "  golem config get discovery-url"})
public final class ConfigGet implements Runnable {

  private final Session session;

  @Parameters(paramLabel = "KEY", description = "discovery-url, output, ssh, context or base-dir.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String word;

  public ConfigGet(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Effective setting = session.sources().effective(Key.of(word));
    if (session.json()) {
      session.printDocument(setting);
    } else {
      session.terminal().print(setting.value());
    }
  }
}
