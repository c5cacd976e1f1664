package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestNetwork;

/**
 * With which rights a QEMU process runs, and in which network. The process is the one that is
 * started: each program here ends by becoming the next.
 *
 * <p>Where guests are isolated it lives in a network namespace of its own, whose packet filter is
 * loaded before QEMU runs and which it has no capability to change; a provider that is not root
 * makes it within a user namespace. Where the provider is root, QEMU runs as a user that nobody
 * else is, and that owns nothing but the instance's files.
 *
 * @param network what guests can reach
 * @param root whether the provider is root
 * @param groups what holds it to its size
 */
record Confinement(GuestNetwork network, boolean root, ControlGroups groups) {

  /** There once the namespace and its packet filter are. */
  private static final String SEALED = "sealed";

  /** The packet filter of the namespace, in the syntax of nft(8). */
  private static final String RULES = "network.nft";

  /** What the namespace sees as /etc/resolv.conf. */
  private static final String RESOLVER = "resolv.conf";

  /**
   * A FIFO that QEMU keeps open for as long as it lives, by which its {@link Uplink} knows when to
   * end.
   */
  static final String LIFE = "life";

  /** Between the ids that distributions and container engines give away, and 2^31. */
  private static final int FIRST_USER = 0x7000_0000;

  private static final int USERS = 1 << 24;
  private static final Path KVM = Path.of("/dev/kvm");

  /** Becomes the program in its arguments with the FIFO open. */
  private static final String HOLD_LIFE = "exec 8<>" + LIFE + " && exec \"$@\"";

  /** Closes the namespace, and waits until it is connected. */
  private static final String SEAL =
      "PATH=$PATH:/usr/sbin:/sbin; ip link set lo up; nft -f %s; mount --bind %s /etc/resolv.conf; : >%s; read -r _; exec </dev/null; "
          .formatted(RULES, RESOLVER, SEALED);

  /**
   * QEMU's user may not walk the path to the instance's directory, and QEMU asks for the whole
   * path.
   */
  private static final String SHOW_DIRECTORY = "mount --bind . /mnt; cd /mnt; ";

  private static final String BECOME = "exec \"$@\"";

  static Confinement of(GuestNetwork network, ControlGroups groups) {
    return new Confinement(network, isRoot(), groups);
  }

  /** Whether the provider is root. */
  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isolates() {
    return network == GuestNetwork.ISOLATED;
  }

  /** The command that runs {@code qemu} in the instance's directory. */
  List<String> wrap(List<String> qemu, UUID instance) throws IOException {
    List<String> line = new ArrayList<>();
    if (isolates()) {
      line.addAll(List.of("sh", "-c", HOLD_LIFE, "golem"));
    }
    line.add("setsid");
    if (isolates() || root) {
      line.addAll(List.of("unshare", "--mount"));
      line.addAll(isolates() ? List.of("--net") : List.of());
      line.addAll(root ? List.of() : List.of("--user", "--map-root-user"));
      String steps = (isolates() ? SEAL : "") + (root ? SHOW_DIRECTORY : "");
      line.addAll(List.of("sh", "-e", "-c", steps + BECOME, "golem"));
    }
    line.addAll(List.of("setpriv", "--no-new-privs"));
    if (isolates() || root) {
      line.addAll(List.of("--bounding-set=-all", "--inh-caps=-all"));
    }
    if (root) {
      String user = String.valueOf(user(instance));
      line.addAll(List.of("--reuid", user, "--regid", user, supplementaryGroups()));
    }
    line.addAll(qemu);
    return line;
  }

  /** Makes what is needed in the directory of an instance that is about to start. */
  void prepare(InstanceDirectory directory, Firewall firewall, UUID instance)
      throws IOException, CommandException, InterruptedException {
    Files.deleteIfExists(directory.path().resolve(SEALED));
    if (isolates()) {
      Files.writeString(directory.path().resolve(RULES), firewall.rules());
      Files.writeString(
          directory.path().resolve(RESOLVER), "nameserver " + Firewall.RESOLVER + "\n");
      directory.makeFifo(LIFE);
    }
    if (root) {
      directory.giveTo(user(instance));
    }
  }

  boolean isSealed(InstanceDirectory directory) {
    return Files.exists(directory.path().resolve(SEALED));
  }

  private static int user(UUID instance) {
    return FIRST_USER + Math.floorMod(instance.hashCode(), USERS);
  }

  private static String supplementaryGroups() throws IOException {
    return Files.exists(KVM) ? "--groups=" + Files.getAttribute(KVM, "unix:gid") : "--clear-groups";
  }
}
