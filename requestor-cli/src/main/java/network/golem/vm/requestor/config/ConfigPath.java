package network.golem.vm.requestor.config;

import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;

/** Shows where the configuration file is. */
@Command(
    name = "path",
    description = "Shows where the configuration file is, or would be.",
    footer = {"", "Example:", "  golem config path"})
public final class ConfigPath implements Runnable {

  private final Session session;

  public ConfigPath(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.terminal().print(session.sources().file().path().toString());
  }
}
