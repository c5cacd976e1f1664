package network.golem.vm.requestor.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Signature;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.identity.IdentityKeyManager;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.FileFailure;
import network.golem.vm.requestor.record.PrivateFile;
import network.golem.vm.requestor.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over an identity that was exported. */
@Command(
    name = "import",
    description = {
      "Takes over an identity that was exported, together with the VMs that belong to it: golem vm"
          + " list --adopt finds them."
    },
    footer = {"", "Example:", "  golem identity import backup.pem"})
public final class IdentityImport implements Runnable {

  private final Session session;

  @Parameters(paramLabel = "FILE", description = "What was exported; - is standard input.")
  @SuppressWarnings("NullAway.Init") // set by picocli, which refuses its absence
  String name;

  @Option(
      names = "--force",
      description = "Replace the identity that is here; it is kept as identity.pem.old.")
  boolean force;

  public IdentityImport(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Path target = session.settings().identityFile();
    if (Files.exists(target) && !force) {
      throw new Failure(
          ExitCode.REFUSED,
          "there is an identity already: " + target,
          "replace it with --force; VMs that were rented with it can then no longer be reached");
    }
    try {
      Path draft = target.resolveSibling("identity.pem.import");
      PrivateFile.replace(draft, text());
      try {
        Identity identity = checked(draft);
        keepOld(target);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        session.terminal().say("You are now node " + identity.nodeId() + ".");
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (java.nio.file.FileSystemException e) {
      throw FileFailure.of("import the identity from", Path.of(name), e);
    } catch (IOException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    }
  }

  private String text() throws IOException {
    return name.equals("-")
        ? session.terminal().questions().input()
        : PrivateFile.readKey(session.around().workingDirectory().resolve(name));
  }

  /** A key and a certificate that do not belong together would fail only at the provider. */
  private Identity checked(Path file) throws IOException {
    Identity identity = Identity.loadOrCreate(file);
    try {
      byte[] text = {1, 2, 3};
      Signature signature = Signature.getInstance("SHA256withECDSA");
      IdentityKeyManager keys = identity.keyManager();
      signature.initSign(keys.getPrivateKey(keys.getClientAliases("EC", null)[0]));
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(identity.certificate());
      signature.update(text);
      if (signature.verify(signed)) {
        return identity;
      }
    } catch (GeneralSecurityException e) {
      throw unusable(String.valueOf(e.getMessage()), e);
    }
    throw unusable("its key and its certificate do not belong together", null);
  }

  private static void keepOld(Path target) throws IOException {
    if (Files.exists(target)) {
      Files.move(
          target, target.resolveSibling("identity.pem.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Failure unusable(String why, @Nullable Exception cause) {
    return new Failure(
        ExitCode.USAGE,
        "cannot use the identity in " + name + ": " + why,
        "give a file that golem identity export has written",
        cause);
  }
}
