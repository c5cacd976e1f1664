package network.golem.vm.requestor.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;

/**
 * A port here that leads to a port of the VM's own loopback.
 *
 * @param address of this machine that listens; an IPv6 address in brackets
 * @param here 1 to 65535
 * @param there 1 to 65535
 */
public record Forwarding(String address, int here, int there) {

  /** Where connections go to, as the VM sees it. */
  static final String THERE = "127.0.0.1";

  /** Takes the port here. */
  ServerSocket listening() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", "")), here));
      return socket;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "cannot listen on " + address + ":" + here + ": " + e.getMessage(),
          "choose another port: LOCAL:REMOTE",
          e);
    }
  }
}
