package network.golem.vm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Three hosts that are network namespaces of this one: a home, its router with NAT, and the
 * internet beyond it. They are gone with the processes that hold them.
 */
final class Neighbourhood implements AutoCloseable {

  static final String HOME = "192.168.77.2";

  /** An address that miniupnpd takes for a public one, which those for documentation are not. */
  static final String INTERNET = "9.9.9.1";

  private static final int END_SECONDS = 10;

  private final List<Process> running = new ArrayList<>();
  private final Process home = hold();
  private final Process router = hold();
  private final Process internet = hold();

  Neighbourhood() {
    on(router, "ip", "link", "add", "wan", "type", "veth", "peer", "eth0", "netns", pid(internet));
    on(router, "ip", "link", "add", "lan", "type", "veth", "peer", "eth0", "netns", pid(home));
    connect(internet, "eth0", INTERNET);
    connect(router, "wan", "9.9.9.2");
    connect(router, "lan", "192.168.77.1");
    connect(home, "eth0", HOME);
    on(home, "ip", "route", "add", "default", "via", "192.168.77.1");
    on(router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    on(
        router,
        "nft",
        """
        table ip nat {
          chain in { type nat hook prerouting priority dstnat; }
          chain out { type nat hook postrouting priority srcnat; oifname "wan" masquerade; }
        }
        table inet filter {
          chain forward { type filter hook forward priority 0; jump miniupnpd; }
          chain prerouting { type nat hook prerouting priority -100; jump prerouting_miniupnpd; }
          chain postrouting { type nat hook postrouting priority 100; jump postrouting_miniupnpd; }
          chain miniupnpd { }
          chain prerouting_miniupnpd { }
          chain postrouting_miniupnpd { }
        }
        """);
  }

  /** Whether this host can be three; namespaces and their rules are root's. */
  static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && List.of("unshare", "nsenter", "ip", "nft").stream().allMatch(Neighbourhood::has);
  }

  static boolean has(String program) {
    return List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory + program)));
  }

  Server onInternet(Program program, Path log, Map<String, String> environment) {
    return Server.start(inside(internet, program.command("start")), log, environment);
  }

  Server atHome(Program program, Path log, Map<String, String> environment) {
    return Server.start(inside(home, program.command("start")), log, environment);
  }

  /** A server that is started by a command line that somebody at home types. */
  Server startedAtHome(String commandLine, Path log) {
    return Server.start(inside(home, List.of("bash", "-c", commandLine)), log, Map.of());
  }

  /** What the owner types into a shell at home, where root needs no sudo. */
  void atHome(String commandLine) {
    on(home, "sh", "-c", commandLine.replace("sudo ", ""));
  }

  void forward(String ports) {
    on(router, "nft", "add rule ip nat in iifname wan tcp dport { " + ports + " } dnat to " + HOME);
  }

  /** What the router forwards because somebody at home asked it to. */
  String askedForwarding() {
    return on(router, "nft", "list chain inet filter prerouting_miniupnpd");
  }

  /** A router that takes wishes of those at home. */
  void takeWishes(Path directory, boolean upnp) {
    try {
      Path settings = directory.resolve("miniupnpd.conf");
      Files.writeString(
          settings,
          """
          ext_ifname=wan
          listening_ip=lan
          enable_upnp=%s
          enable_natpmp=yes
          secure_mode=yes
          uuid=00000000-0000-0000-0000-000000000001
          allow 1024-65535 192.168.77.0/24 1024-65535
          deny 0-65535 0.0.0.0/0 0-65535
          """
              .formatted(upnp ? "yes" : "no"));
      String file = directory.resolve("miniupnpd.pid").toString();
      Path log = directory.resolve("miniupnpd.log");
      var command = List.of("miniupnpd", "-d", "-f", settings.toString(), "-P", file);
      running.add(
          new ProcessBuilder(inside(router, command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
      Awaitility.await().until(() -> Files.readString(log).contains("Listening for NAT-PMP"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(Process host, String device, String address) {
    on(host, "ip", "link", "set", "lo", "up");
    on(host, "ip", "addr", "add", address + "/24", "dev", device);
    on(host, "ip", "link", "set", device, "up");
  }

  private Process hold() {
    try {
      Process holder = new ProcessBuilder("unshare", "--net", "cat").start();
      running.add(holder);
      Path own = Path.of("/proc/self/ns/net");
      Path its = Path.of("/proc/" + holder.pid() + "/ns/net");
      Awaitility.await()
          .until(() -> !Files.readSymbolicLink(own).equals(Files.readSymbolicLink(its)));
      return holder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pid(Process holder) {
    return String.valueOf(holder.pid());
  }

  private static List<String> inside(Process host, List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + host.pid() + "/ns/net"));
    all.addAll(command);
    return all;
  }

  private static String on(Process host, String... command) {
    try {
      Process process =
          new ProcessBuilder(inside(host, List.of(command))).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    running.forEach(Process::destroy);
    for (Process process : running) {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
