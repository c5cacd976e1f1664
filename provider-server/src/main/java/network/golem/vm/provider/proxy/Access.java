package network.golem.vm.provider.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an access port leads to.
 *
 * @param owner the VM's id
 * @param proxyProtocol whether the guest is told who connects, by a PROXY protocol header
 * @param seen where its SSH server was just now, so that it need not be asked for at first; else
 *     null
 * @param target where its SSH server is; asked anew for each connection, since a guest's address
 *     may change
 */
public record Access(
    String owner, boolean proxyProtocol, @Nullable InetSocketAddress seen, Target target) {

  public Access(String owner, boolean proxyProtocol, Target target) {
    this(owner, proxyProtocol, null, target);
  }

  /** Finds a guest's SSH server. */
  @FunctionalInterface
  public interface Target {
    InetSocketAddress resolve() throws IOException, InterruptedException;
  }
}
