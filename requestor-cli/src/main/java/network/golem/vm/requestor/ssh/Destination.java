package network.golem.vm.requestor.ssh;

import java.nio.file.Path;
import java.util.regex.Pattern;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Where to, and with which keys.
 *
 * @param alias the VM's id, under which {@code knownHosts} has its host key
 * @param key the private key to use, when ssh would not find it by itself
 * @param onlyThatKey true when no other key is to be tried
 */
public record Destination(
    String alias,
    String user,
    String host,
    int port,
    String hostKey,
    Path knownHosts,
    @Nullable Path key,
    boolean onlyThatKey) {

  static final String HOST_KEY_TYPE = "ssh-ed25519";
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  /** All of it was said by a stranger and becomes an argument: nothing may look like an option. */
  public Destination {
    boolean sound = USER.matcher(user).matches() && hostKey.startsWith(HOST_KEY_TYPE + " ");
    try {
      Advertisement.checkAddress("host", host);
      InvalidValueException.checkRange("port", port, 1, 65_535);
    } catch (InvalidValueException e) {
      sound = false;
    }
    if (!sound) {
      throw new Failure(
          ExitCode.REFUSED,
          "the provider's way of access to " + alias + " is not acceptable: " + user + "@" + host,
          "the provider may be broken or hostile; rent elsewhere: golem vm providers");
    }
  }
}
