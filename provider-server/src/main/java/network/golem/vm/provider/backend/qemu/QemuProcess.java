package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The QEMU process of one instance, whether this provider started it or one before. It is the right
 * one when it holds the lock of the instance's pid file and its monitor knows the instance's UUID.
 * Conversations with the monitor are short: QEMU holds one at a time, and another waits for its
 * greeting meanwhile.
 */
record QemuProcess(InstanceDirectory directory, Blueprint blueprint) {

  private static final Logger log = LoggerFactory.getLogger(QemuProcess.class);
  private static final int POWER_BUTTON_PRESSES = 9;
  private static final Duration BETWEEN_PRESSES = Duration.ofSeconds(10);

  /**
   * One may be lost to a host that is busy; a monitor that misses two in a row is not coming back.
   */
  private static final int UNHEARD_PRESSES = 2;

  private static final Duration END = Duration.ofSeconds(10);

  /**
   * The host had no room for what the guest wrote. QEMU holds the guest back then, which knows
   * nothing of it ({@code werror=enospc}, its default).
   */
  private static final String HELD_BACK = "io-error";

  /**
   * @throws BackendException.Failed where there is no such instance, or only a part of one
   */
  static QemuProcess of(InstanceDirectory instance) throws BackendException, IOException {
    return instance
        .blueprint()
        .map(blueprint -> new QemuProcess(instance, blueprint))
        .orElseThrow(() -> new BackendException.Failed("there is no instance " + instance.name()));
  }

  boolean lives() throws IOException {
    return directory.isLocked();
  }

  /** Lets the guest run. */
  void release() throws IOException {
    ask("cont");
  }

  /** Has a guest write again what there was no room for; false where it did not wait for that. */
  boolean writeAgain() throws IOException {
    try (Qmp qmp = Qmp.connect(directory.monitor())) {
      boolean heldBack = status(qmp).equals(HELD_BACK);
      if (heldBack) {
        qmp.execute("cont");
      }
      return heldBack;
    }
  }

  private static String status(Qmp qmp) throws IOException {
    return qmp.execute("query-status").path("status").asString();
  }

  /** What the monitor says; a process that does not know our UUID is none of ours. */
  Instance.State state() throws IOException {
    try (Qmp qmp = Qmp.connect(directory.monitor())) {
      String uuid = qmp.execute("query-uuid").path("UUID").asString();
      if (!blueprint.uuid().toString().equals(uuid)) {
        throw new IOException(
            "the process that holds " + directory.pidFile() + " is another VM's: " + uuid);
      }
      return switch (status(qmp)) {
        case "running" -> Instance.State.RUNNING;
        case "prelaunch", "paused", "inmigrate", "shutdown", HELD_BACK -> Instance.State.CHANGING;
        default -> Instance.State.UNKNOWN;
      };
    }
  }

  /**
   * Presses the power button, again and again since a guest that still boots does not hear it, and
   * pulls the plug when the guest does not obey, or QEMU itself hangs.
   */
  void shutDown() throws IOException, InterruptedException {
    int unheard = 0;
    for (int press = 0; press < POWER_BUTTON_PRESSES && unheard < UNHEARD_PRESSES; press++) {
      unheard = heard("system_powerdown") ? 0 : unheard + 1;
      if (ended(BETWEEN_PRESSES)) {
        return;
      }
    }
    if (unheard > 0) {
      log.warn("QEMU of {} does not answer; it is killed", directory.name());
      kill();
    } else {
      log.warn("{} did not shut itself down; it is switched off", directory.name());
      switchOff();
    }
  }

  /** Ends it at once. */
  void switchOff() throws IOException, InterruptedException {
    heard("quit");
    if (!ended(END)) {
      kill();
    }
  }

  private void kill() throws IOException, InterruptedException {
    if (lives()) {
      // The lock tells that this very process still lives, so the number in the file is its own.
      directory.process().ifPresent(ProcessHandle::destroyForcibly);
      if (!ended(END)) {
        throw new IOException("QEMU process of " + directory.name() + " cannot be ended");
      }
    }
  }

  /** Whether the monitor answered; it does not where QEMU hangs, or has just ended. */
  private boolean heard(String command) {
    try {
      ask(command);
      return true;
    } catch (IOException e) {
      log.debug("monitor of {} does not answer", directory.name(), e);
      return false;
    }
  }

  private void ask(String command) throws IOException {
    try (Qmp qmp = Qmp.connect(directory.monitor())) {
      qmp.execute(command);
    }
  }

  private boolean ended(Duration atMost) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = directory.process();
    if (process.isPresent() && lives()) {
      try {
        process.get().onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return !lives();
      }
    }
    return !lives();
  }
}
