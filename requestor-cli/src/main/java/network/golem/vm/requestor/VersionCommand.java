package network.golem.vm.requestor;

import com.fasterxml.jackson.annotation.JsonInclude;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;

/** Shows what is running. */
@Command(
    name = "version",
    description = "Shows the versions of golem and of Java.",
    footer = {"", "Example:", "  golem version --output json"})
final class VersionCommand implements Runnable {

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @JsonInclude
  private record View(String golem, String java, String os) {}

  @Override
  public void run() {
    View view =
        new View(
            Version.number(),
            Runtime.version().toString(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    session.answerAnyway();
    if (session.json()) {
      session.printDocument(view);
    } else {
      session
          .terminal()
          .print("golem " + view.golem() + " (Java " + view.java() + ", " + view.os() + ")");
    }
  }
}
