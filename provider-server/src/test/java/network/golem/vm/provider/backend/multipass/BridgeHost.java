package network.golem.vm.provider.backend.multipass;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.golem.vm.provider.backend.Isolation;
import network.golem.vm.provider.backend.qemu.Greeter;

/**
 * What a provider does about Multipass's bridge, as a program of its own, for a host that is a
 * network namespace: one check for each line of input. It greets on all ports in its arguments.
 */
final class BridgeHost {

  private BridgeHost() {}

  public static void main(String... ports) throws IOException, InterruptedException {
    for (String port : ports) {
      Greeter.listen(Integer.parseInt(port));
    }
    BridgeIsolation isolation = new BridgeIsolation(List.of(25));
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    while (lines.readLine() != null) {
      Isolation now = isolation.check();
      System.out.println("checked " + (now.complaint() == null ? "proved" : now.complaint()));
    }
    System.exit(0);
  }
}
