package network.golem.vm.requestor.config;

import java.util.List;
import network.golem.vm.requestor.listing.Column;
import network.golem.vm.requestor.listing.Columns;
import network.golem.vm.requestor.listing.Listing;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Effective;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows all settings. */
@Command(
    name = "list",
    description = "Shows every setting as it holds now, and who says so.",
    footer = {"", "Example:", "  golem config list --context test"})
public final class ConfigList implements Runnable {

  private static final Columns<Effective> COLUMNS =
      new Columns<>(
          List.of(
              Column.of("key", Effective::key),
              Column.of("value", Effective::value),
              Column.of("origin", Effective::origin)),
          Effective::key);

  private final Session session;

  @Mixin final Listing listing = new Listing();

  public ConfigList(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    listing.print(session, session.sources().all(), COLUMNS, "");
  }
}
