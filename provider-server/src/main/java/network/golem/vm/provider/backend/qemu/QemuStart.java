package network.golem.vm.provider.backend.qemu;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the QEMU process of an instance, confined as its guest is to be. */
record QemuStart(
    InstanceDirectory directory,
    Blueprint blueprint,
    Acceleration acceleration,
    Confinement confinement,
    GuestPolicy policy) {

  private static final Logger log = LoggerFactory.getLogger(QemuStart.class);

  /** Descriptor 8 is taken; see {@link Confinement}. */
  private static final String CONSUME_MEMORY =
      "exec 7<%1$s && rm %1$s && exec \"$@\"".formatted(InstanceDirectory.MEMORY);

  private static final Duration APPEARANCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** Returns once QEMU's monitor answers; the guest is held back. */
  QemuProcess run() throws BackendException, CommandException, IOException, InterruptedException {
    Files.deleteIfExists(directory.monitor());
    Files.deleteIfExists(directory.serial());
    Files.deleteIfExists(directory.pidFile());
    confinement.prepare(directory, Firewall.ofThisHost(policy), blueprint.uuid());
    List<String> qemu =
        new ArrayList<>(new QemuCommandLine(directory, acceleration, policy).start(blueprint));
    if (resumes()) {
      qemu.addAll(List.of("-incoming", "fd:7"));
    }
    Process process = begin(held(launched(confinement.wrap(qemu, blueprint.uuid()))));
    boolean started = false;
    try {
      if (confinement.isolates()) {
        connect(process);
      }
      await(process, "QEMU's monitor", () -> Files.exists(directory.serial()) && answers());
      started = true;
      return new QemuProcess(directory, blueprint);
    } finally {
      if (!started) {
        // Nobody could find it later: it may not even have its pid file yet.
        process.destroyForcibly();
      }
    }
  }

  /**
   * A memory is opened once and is gone then, before a guest goes on from it: whatever happens, no
   * other does. A guest that is nobody's must not slow down those that are somebody's.
   */
  private List<String> launched(List<String> qemu) {
    List<String> line = new ArrayList<>();
    if (!blueprint.isReachable()) {
      line.addAll(List.of("nice", "-n", "19"));
    }
    if (resumes()) {
      line.addAll(List.of("sh", "-c", CONSUME_MEMORY, "golem"));
    }
    line.addAll(qemu);
    return line;
  }

  private boolean resumes() {
    return Files.exists(directory.memory());
  }

  /** A port of the loopback address that nobody uses now; QEMU says when somebody was quicker. */
  static int freeLoopbackPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private List<String> held(List<String> command) {
    return confinement
        .groups()
        .wrap(directory.name(), blueprint.resources(), directory.path(), command);
  }

  private Process begin(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.log().toFile());
    if (!confinement.isolates()) {
      builder.redirectInput(new File("/dev/null"));
    }
    return builder.start();
  }

  /** The process waits in its sealed namespace for a line, before it becomes QEMU. */
  private void connect(Process process) throws BackendException, IOException, InterruptedException {
    await(process, "its network namespace", () -> confinement.isSealed(directory));
    if (blueprint.isReachable()) {
      Uplink.connect(directory, process.pid(), blueprint.sshPort());
    }
    try (OutputStream input = process.getOutputStream()) {
      input.write('\n');
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process process, String what, Condition condition)
      throws BackendException, IOException, InterruptedException {
    long end = System.nanoTime() + APPEARANCE.toNanos();
    while (!condition.holds()) {
      if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BackendException.Failed("QEMU did not start " + directory.name() + ": " + said());
      }
      if (System.nanoTime() > end) {
        throw new BackendException.TimedOut(
            what + " did not appear within " + APPEARANCE.toSeconds() + " s: " + said());
      }
    }
  }

  private boolean answers() {
    try (Qmp qmp = Qmp.connect(directory.monitor())) {
      return true;
    } catch (IOException e) {
      log.debug("monitor of {} is not there yet", directory.name(), e);
      return false;
    }
  }

  private String said() throws IOException {
    return Files.exists(directory.log())
        ? Files.readString(directory.log()).strip()
        : "it said nothing";
  }
}
