package network.golem.vm.proxy;

import java.util.Arrays;
import java.util.List;

/**
 * What has passed through an access port since it was opened. Its text is {@code PORT OWNER} and
 * the numbers in this order.
 *
 * @param port the access port
 * @param owner the VM
 * @param connections open now
 * @param accepted connections that were let in, in all
 * @param refused connections that a limit or a ban kept out
 * @param failed connections that were let in but did not reach the guest
 * @param received bytes from clients to the guest
 * @param sent bytes from the guest to clients
 */
public record Traffic(
    int port,
    String owner,
    int connections,
    long accepted,
    long refused,
    long failed,
    long received,
    long sent) {

  /** An earlier and a present process may serve the same port: one ends what the other began. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        port,
        owner,
        connections + other.connections,
        accepted + other.accepted,
        refused + other.refused,
        failed + other.failed,
        received + other.received,
        sent + other.sent);
  }

  /** The same once the process that tells of it is gone. */
  Traffic ended() {
    return new Traffic(port, owner, 0, accepted, refused, failed, received, sent);
  }

  static Traffic none(Opening opening) {
    return new Traffic(opening.port(), opening.owner(), 0, 0, 0, 0, 0, 0);
  }

  /** Reads its text; words after the known ones are of a later version, and left alone. */
  public static Traffic of(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    long[] n = words.stream().skip(2).mapToLong(Long::parseLong).toArray();
    return new Traffic(
        Integer.parseInt(words.get(0)), words.get(1), (int) n[0], n[1], n[2], n[3], n[4], n[5]);
  }

  @Override
  public String toString() {
    return "%d %s %d %d %d %d %d %d"
        .formatted(port, owner, connections, accepted, refused, failed, received, sent);
  }
}
