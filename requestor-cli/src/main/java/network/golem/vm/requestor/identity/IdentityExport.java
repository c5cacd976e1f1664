package network.golem.vm.requestor.identity;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import network.golem.vm.requestor.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Copies the identity out, for a backup or another machine. */
@Command(
    name = "export",
    description = {
      "Writes your identity, private key included, to a file that only you can read. Whoever has it"
          + " has your VMs."
    },
    footer = {"", "Example:", "  golem identity export backup.pem"})
public final class IdentityExport implements Runnable {

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String name;

  public IdentityExport(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    String nodeId = session.identity().nodeId().value();
    Path source = session.settings().identityFile();
    Path target = session.around().workingDirectory().resolve(name);
    try {
      String pem = PrivateFile.readKey(source);
      if (name.equals("-")) {
        session.terminal().print(pem.stripTrailing());
        return;
      }
      PrivateFile.create(target, pem);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.REFUSED, "there is a file " + target + " already", "name another one", e);
    } catch (IOException e) {
      throw FileFailure.of("export the identity to", target, e);
    }
    session.terminal().say("Wrote " + target + ": node " + nodeId + ". Keep it secret.");
  }
}
