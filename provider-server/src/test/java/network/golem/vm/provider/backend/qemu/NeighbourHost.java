package network.golem.vm.provider.backend.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import org.awaitility.Awaitility;

/**
 * Another host beside this one, as a network namespace with one cable: it has an address in a
 * private network that this host is in too, and further ones behind it that stand for machines far
 * away. Needs root. There is one at a time on a host, whose routes lead to it: whoever wants
 * another waits.
 */
final class NeighbourHost implements AutoCloseable {

  static final String LAN_ADDRESS = "192.168.213.2";
  static final String ULA = "fd00:213::2";
  static final String LINK_LOCAL = "fe80::213:2";

  /** This host's own, in the neighbour's network. */
  static final String ULA_OF_THIS_HOST = "fd00:213::1";

  /** This host's end of the cable. */
  static final String CABLE = "golem-near";

  static final String METADATA_ADDRESS = "169.254.169.254";

  /** Globally reachable, hence allowed. */
  static final String PUBLIC_ADDRESS = "45.45.45.45";

  private static final String NAME = "golem-neighbour";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final FileChannel turn;
  private final Process greeter;

  private NeighbourHost(FileChannel turn, Process greeter) {
    this.turn = turn;
    this.greeter = greeter;
  }

  static NeighbourHost greetingOn(int... ports)
      throws CommandException, IOException, InterruptedException {
    FileChannel turn = awaitTurn();
    try {
      layCable();
      return new NeighbourHost(turn, greeter(ports));
    } catch (CommandException | IOException | InterruptedException e) {
      turn.close();
      throw e;
    }
  }

  /** Ours until it is closed, or this process ends. */
  private static FileChannel awaitTurn() throws IOException {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), NAME + ".lock");
    FileChannel turn = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Awaitility.await("the turn of " + file)
        .atMost(Duration.ofMinutes(5))
        .until(() -> turn.tryLock() != null);
    return turn;
  }

  private static void layCable() throws CommandException, InterruptedException {
    removeNamespace();
    ip("netns add " + NAME);
    ip("link add " + CABLE + " type veth peer name far netns " + NAME);
    ip("addr add 192.168.213.1/24 dev " + CABLE);
    ip("link set " + CABLE + " up");
    ip("addr add " + ULA_OF_THIS_HOST + "/64 nodad dev " + CABLE);
    inside("addr add " + LAN_ADDRESS + "/24 dev far");
    inside("addr add " + ULA + "/64 nodad dev far");
    inside("addr add " + LINK_LOCAL + "/64 nodad dev far");
    inside("link set far up");
    inside("link set lo up");
    inside("route add default via 192.168.213.1");
    for (String address : List.of(METADATA_ADDRESS, PUBLIC_ADDRESS)) {
      inside("addr add " + address + "/32 dev lo");
      ip("route add " + address + "/32 via " + LAN_ADDRESS);
    }
  }

  /** Bytes that it was sent until now. */
  long received() throws IOException {
    Path counter = Path.of("/sys/class/net", CABLE, "statistics/tx_bytes");
    return Long.parseLong(Files.readString(counter).strip());
  }

  private static Process greeter(int... ports) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", NAME));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Greeter.class.getName()));
    for (int port : ports) {
      command.add(String.valueOf(port));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException("the greeter did not start");
      }
    }
    return process;
  }

  private static void inside(String arguments) throws CommandException, InterruptedException {
    ip("-n " + NAME + " " + arguments);
  }

  private static void ip(String arguments) throws CommandException, InterruptedException {
    Command.of(DEADLINE, ("ip " + arguments).split(" ")).runOrThrow();
  }

  private static void removeNamespace() throws CommandException, InterruptedException {
    Command.of(DEADLINE, "ip", "link", "delete", CABLE).run();
    Command.of(DEADLINE, "ip", "netns", "delete", NAME).run();
  }

  /** Its cable goes with it, and the routes over it. */
  @Override
  public void close() throws CommandException, IOException, InterruptedException {
    try (turn) {
      greeter.destroy();
      greeter.waitFor();
      removeNamespace();
    }
  }
}
