package network.golem.vm.provider.backend.multipass;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.filter.ClosedDestinations;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import org.jspecify.annotations.Nullable;

/**
 * Tries from a guest's place on the bridge whether this host is reached: a listener on all of its
 * addresses must refuse. An attempt that is not answered at all proves nothing, and counts as
 * failed.
 *
 * @param bridge name of the interface
 */
record BridgeProbe(String bridge) {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * @param gateway the host's address on the bridge
   * @throws BackendException.Unavailable where the host was reached, or it could not be tried
   */
  void run(InterfaceAddress gateway) throws BackendException, InterruptedException {
    try (ServerSocket listener = new ServerSocket(0)) {
      List<String> line = new ArrayList<>(List.of("sh", "-c", script(), "golem"));
      line.addAll(ClosedDestinations.addressesOfThisHost());
      Command command = new Command(line, DEADLINE, null, environment(gateway, listener), null);
      check(command.runOrThrow().stdout());
    } catch (CommandException.Failed e) {
      throw cannotTry(e.outcome().excerpt(), e);
    } catch (CommandException.TimedOut e) {
      throw cannotTry("it takes more than " + DEADLINE.toSeconds() + " s", e);
    } catch (CommandException | IOException e) {
      throw cannotTry(String.valueOf(e.getMessage()), e);
    }
  }

  private static void check(String said) throws BackendException {
    List<String> answers = said.lines().toList();
    if (answers.size() < 2 || !answers.getLast().equals("tried")) {
      throw cannotTry(said, null);
    }
    for (String answer : answers.subList(0, answers.size() - 1)) {
      if (!answer.startsWith("refused")) {
        throw new BackendException.Unavailable("tried from a VM's place, this host was " + answer);
      }
    }
  }

  private static BackendException cannotTry(String why, @Nullable Exception cause) {
    return new BackendException.Unavailable("it cannot be tried from a VM's place: " + why, cause);
  }

  private Map<String, String> environment(InterfaceAddress gateway, ServerSocket listener) {
    return Map.of(
        "BRIDGE",
        bridge,
        "ADDRESS",
        last(gateway).getHostAddress() + "/" + gateway.getNetworkPrefixLength(),
        "GATEWAY",
        gateway.getAddress().getHostAddress(),
        "PORT",
        String.valueOf(listener.getLocalPort()));
  }

  /** The last address of the network, which dnsmasq is the least likely to have given away. */
  private static InetAddress last(InterfaceAddress gateway) {
    byte[] address = gateway.getBroadcast().getAddress();
    address[address.length - 1]--;
    try {
      return InetAddress.getByAddress(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // four bytes are an address
    }
  }

  private static String script() {
    try (InputStream script = BridgeProbe.class.getResourceAsStream("probe.sh")) {
      if (script == null) {
        throw new IllegalStateException("probe.sh is not in this program");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
