package network.golem.vm.requestor.identity;

import network.golem.vm.model.identity.NodeId;
import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.terminal.Terminal;
import picocli.CommandLine.Command;

/** Shows the requestor's node id. */
@Command(
    name = "show",
    description = "Shows your node id and where its key is; makes one when there is none.",
    footer = {"", "Example:", "  golem identity show"})
public final class IdentityShow implements Runnable {

  private final Session session;

  public IdentityShow(Session session) {
    this.session = session;
  }

  private record View(NodeId nodeId, String file) {}

  @Override
  public void run() {
    View view =
        new View(
            session.identity().nodeId(),
            session.settings().identityFile().toAbsolutePath().toString());
    Terminal terminal = session.terminal();
    if (session.json()) {
      session.printDocument(view);
    } else {
      terminal.print("node id:  " + view.nodeId());
      terminal.print("file:     " + view.file());
    }
  }
}
