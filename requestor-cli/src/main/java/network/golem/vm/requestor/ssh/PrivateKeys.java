package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import network.golem.vm.requestor.terminal.Terminal;

/**
 * The keys that the built-in ssh tries, in the order of ssh(1): the one that is meant, those of the
 * agent, those in {@code ~/.ssh}.
 */
record PrivateKeys(Terminal terminal, Path home, Map<String, String> environment) {

  private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  List<AuthMethod> of(SSHClient client, Destination to) throws IOException {
    List<AuthMethod> methods = new ArrayList<>();
    if (to.key() != null) {
      methods.add(inFile(client, to.key()));
    }
    if (!to.onlyThatKey()) {
      methods.addAll(SshAgent.keys(environment));
      for (String name : USUAL) {
        Path file = home.resolve(".ssh").resolve(name);
        if (Files.isReadable(file) && !file.equals(to.key())) {
          methods.add(inFile(client, file));
        }
      }
    }
    return methods;
  }

  private AuthMethod inFile(SSHClient client, Path file) throws IOException {
    return new AuthPublickey(client.loadKeys(file.toString(), new PassPhrase(file)));
  }

  /** Asked for when the key turns out to be protected, and the server wants that key. */
  private final class PassPhrase implements PasswordFinder {

    private final Path file;

    private PassPhrase(Path file) {
      this.file = file;
    }

    @Override
    public char[] reqPassword(Resource<?> resource) {
      return terminal.questions().secret("Pass phrase of " + file + ": ");
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
      return terminal.questions().areAnswered();
    }
  }
}
