package network.golem.vm.provider.backend.multipass;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.provider.backend.qemu.Greeter;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;

/**
 * A host with Multipass's bridge, two guests on it, and another host beside it that stands for its
 * LAN and for the internet, each a network namespace. Needs root.
 */
final class BridgeNetwork implements AutoCloseable {

  static final String BRIDGE_ADDRESS = "10.177.77.1";
  static final String OTHER_GUEST = "10.177.77.12";
  static final String HOST_ON_LAN = "192.168.213.1";
  static final String LAN = "192.168.213.2";
  static final String METADATA = "169.254.169.254";
  static final String INTERNET = "45.45.45.45";

  private static final String HOST = "golem-mp-host";
  private static final String FAR = "golem-mp-far";
  private static final String GUEST = "golem-mp-g1";
  private static final String OTHER = "golem-mp-g2";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Map<Process, BufferedReader> programs = new HashMap<>();
  private Process provider;

  private BridgeNetwork() {}

  static BridgeNetwork withPorts(int... ports) throws Exception {
    remove();
    for (String name : List.of(HOST, FAR, GUEST, OTHER)) {
      ip("netns add " + name);
      ip("-n " + name + " link set lo up");
    }
    ip("-n " + HOST + " link add mpqemubr0 type bridge");
    ip("-n " + HOST + " addr add " + BRIDGE_ADDRESS + "/24 brd + dev mpqemubr0");
    ip("-n " + HOST + " link set mpqemubr0 up");
    connectGuest(GUEST, "10.177.77.11", "tap-one");
    connectGuest(OTHER, OTHER_GUEST, "tap-two");
    ip("-n " + HOST + " link add lan type veth peer name lan netns " + FAR);
    ip("-n " + HOST + " addr add " + HOST_ON_LAN + "/24 dev lan");
    ip("-n " + FAR + " addr add " + LAN + "/24 dev lan");
    ip("-n " + HOST + " link set lan up");
    ip("-n " + FAR + " link set lan up");
    ip("-n " + FAR + " route add default via " + HOST_ON_LAN);
    for (String address : List.of(METADATA, INTERNET)) {
      ip("-n " + FAR + " addr add " + address + "/32 dev lo");
      ip("-n " + HOST + " route add " + address + "/32 via " + LAN);
    }
    onHost("sysctl -qw net.ipv4.ip_forward=1");
    BridgeNetwork network = new BridgeNetwork();
    network.run(FAR, List.of(), Greeter.class, ports);
    network.run(OTHER, List.of(), Greeter.class, ports);
    network.provider = network.run(HOST, List.of(), BridgeHost.class, ports);
    return network;
  }

  private static void connectGuest(String guest, String address, String tap) throws Exception {
    ip("-n " + HOST + " link add " + tap + " type veth peer name eth0 netns " + guest);
    ip("-n " + HOST + " link set " + tap + " master mpqemubr0 up");
    ip("-n " + guest + " addr add " + address + "/24 dev eth0");
    ip("-n " + guest + " link set eth0 up");
    ip("-n " + guest + " route add default via " + BRIDGE_ADDRESS);
  }

  /** Has the provider see to the bridge; says what it found. */
  String check() throws IOException {
    return check(provider);
  }

  /** What a provider without a right finds. */
  String checkWithout(String capability) throws IOException {
    return check(run(HOST, List.of("setpriv", "--bounding-set=-" + capability), BridgeHost.class));
  }

  private String check(Process process) throws IOException {
    PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    input.println();
    String line = "";
    while (line != null && !line.startsWith("checked ")) {
      line = programs.get(process).readLine();
    }
    return String.valueOf(line).replaceFirst("checked ", "");
  }

  /** What a guest hears from a port; nothing where it cannot connect. */
  String heardByGuest(String address, int port) throws CommandException, InterruptedException {
    return heard(GUEST, address, port);
  }

  String heardByHost(String address, int port) throws CommandException, InterruptedException {
    return heard(HOST, address, port);
  }

  private static String heard(String namespace, String address, int port)
      throws CommandException, InterruptedException {
    String listen = "exec 3<>/dev/tcp/%s/%d && head -n 1 <&3".formatted(address, port);
    return Command.of(
            DEADLINE, "ip", "netns", "exec", namespace, "timeout", "2", "bash", "-c", listen)
        .run()
        .stdout()
        .strip();
  }

  static String onHost(String line) throws CommandException, InterruptedException {
    return ip("netns exec " + HOST + " " + line);
  }

  private Process run(String namespace, List<String> wrapper, Class<?> program, int... ports)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    command.addAll(wrapper);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (int port : ports) {
      command.add(String.valueOf(port));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new IOException(program.getSimpleName() + " did not start");
      }
    }
    programs.put(process, output);
    return process;
  }

  private static String ip(String arguments) throws CommandException, InterruptedException {
    return Command.of(DEADLINE, ("ip " + arguments).split(" ")).runOrThrow().stdout();
  }

  private static void remove() throws CommandException, InterruptedException {
    for (String name : List.of(GUEST, OTHER, FAR, HOST)) {
      Command.of(DEADLINE, "ip", "netns", "delete", name).run();
    }
  }

  @Override
  public void close() throws Exception {
    for (Process program : programs.keySet()) {
      program.destroy();
      program.waitFor();
    }
    remove();
  }
}
