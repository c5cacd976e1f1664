package network.golem.vm.requestor.vm;

import network.golem.vm.requestor.session.Session;
import network.golem.vm.requestor.settings.Key;
import network.golem.vm.requestor.ssh.SshChoice;
import network.golem.vm.requestor.ssh.SshClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which SSH client a command uses. */
final class SshOption {

  @Option(
      names = "--ssh",
      paramLabel = "CLIENT",
      description =
          "system: the system's OpenSSH; builtin: golem's own; auto: the system's where there is"
              + " one (default: as in golem config, else auto).")
  @Nullable String word;

  SshClient client(Session session) {
    String chosen = word == null ? session.sources().effective(Key.SSH).value() : word;
    return SshChoice.of(chosen)
        .client(session.terminal(), session.settings().home(), session.around().environment());
  }
}
