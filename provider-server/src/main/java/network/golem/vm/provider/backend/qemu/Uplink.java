package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.backend.BackendException;
import tools.jackson.databind.JsonNode;

/**
 * The way out of a guest's network namespace, and SSH's way in: slirp4netns
 * (https://github.com/rootless-containers/slirp4netns), which makes connections as an ordinary
 * program outside does and needs no rights on the host. It ends by itself once QEMU does.
 */
final class Uplink {

  static final String DEVICE = "uplink";

  private static final Duration APPEARANCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** TCP_LISTEN in the kernel's include/net/tcp_states.h. */
  private static final String LISTENS = "0A";

  private static final String SOCKET = "uplink.api";
  private static final String LOG = "uplink.log";
  private static final String READY = "uplink.ready";
  private static final String UNTIL_QEMU_ENDS =
      "exec 9<%s 8>%s && exec \"$@\"".formatted(Confinement.LIFE, READY);

  private Uplink() {}

  /**
   * Connects the namespace of a process that lives in the instance's directory.
   *
   * @param sshPort loopback port of the host that leads to the guest's port 22
   */
  static void connect(InstanceDirectory directory, long pid, int sshPort)
      throws BackendException, IOException, InterruptedException {
    Path socket = directory.path().resolve(SOCKET);
    Files.deleteIfExists(socket);
    Files.deleteIfExists(directory.path().resolve(READY));
    Process process =
        new ProcessBuilder(command(pid))
            .directory(directory.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.path().resolve(LOG).toFile())
            .start();
    boolean connected = false;
    try {
      awaitReady(directory, process);
      forward(socket, sshPort);
      connected = true;
    } finally {
      Files.deleteIfExists(socket); // whoever takes over QEMU is not to open ports of the host
      if (!connected) {
        process.destroyForcibly();
      }
    }
  }

  /**
   * Whether an instance's uplink lives: then it listens on the instance's port. Looked up in the
   * kernel's table (proc(5), /proc/net/tcp), since an attempt would make the guest answer.
   */
  static boolean isUp(int sshPort) throws IOException {
    String address = "0100007F:%04X".formatted(sshPort);
    try (var lines = Files.lines(Path.of("/proc/net/tcp"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .anyMatch(column -> column[1].equals(address) && column[3].equals(LISTENS));
    }
  }

  private static List<String> command(long pid) {
    return List.of(
        "sh",
        "-c",
        UNTIL_QEMU_ENDS,
        "golem",
        "setsid",
        "slirp4netns",
        "--configure",
        "--mtu=65520",
        "--cidr=" + Firewall.NETWORK,
        "--disable-host-loopback",
        "--enable-sandbox",
        "--enable-seccomp",
        "--exit-fd=9",
        "--ready-fd=8",
        "--api-socket=" + SOCKET,
        String.valueOf(pid),
        DEVICE);
  }

  private static void awaitReady(InstanceDirectory directory, Process process)
      throws BackendException, IOException, InterruptedException {
    long end = System.nanoTime() + APPEARANCE.toNanos();
    Path ready = directory.path().resolve(READY);
    while (!Files.exists(ready) || Files.size(ready) == 0) {
      if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BackendException.Failed("slirp4netns did not start: " + said(directory));
      }
      if (System.nanoTime() > end) {
        throw new BackendException.TimedOut(
            "slirp4netns was not ready within " + APPEARANCE.toSeconds() + " s");
      }
    }
  }

  /** One request a connection, as slirp4netns wants it. */
  private static void forward(Path socket, int sshPort) throws BackendException, IOException {
    Map<String, ?> arguments =
        Map.of(
            "proto",
            "tcp",
            "host_addr",
            "127.0.0.1",
            "host_port",
            sshPort,
            "guest_addr",
            Firewall.ADDRESS,
            "guest_port",
            Firewall.SSH_PORT);
    String request =
        Json.MAPPER.writeValueAsString(Map.of("execute", "add_hostfwd", "arguments", arguments));
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(StandardCharsets.UTF_8.encode(request));
      channel.shutdownOutput();
      ByteBuffer answer = ByteBuffer.allocate(4096);
      while (channel.read(answer) > 0) {
        // Until all is there.
      }
      JsonNode node = Json.MAPPER.readTree(StandardCharsets.UTF_8.decode(answer.flip()).toString());
      if (!node.has("return")) {
        throw new BackendException.Failed(
            "host forwarding of port " + sshPort + " failed: " + node);
      }
    }
  }

  private static String said(InstanceDirectory directory) throws IOException {
    Path log = directory.path().resolve(LOG);
    return Files.exists(log) ? Files.readString(log).strip() : "";
  }
}
