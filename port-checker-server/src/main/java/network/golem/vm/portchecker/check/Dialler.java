package network.golem.vm.portchecker.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** One attempt at a port. */
@FunctionalInterface
interface Dialler {

  /**
   * Blocks until the attempt has come to something, at most for {@code limit}.
   *
   * @throws IOException when this host itself cannot dial, which says nothing about the port
   */
  Outcome dial(InetSocketAddress target, Evidence evidence, Duration limit) throws IOException;
}
