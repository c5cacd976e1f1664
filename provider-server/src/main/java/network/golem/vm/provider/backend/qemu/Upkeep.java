package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.provider.backend.BackendException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts right what an instance that runs has lost: its uplink, when that program died by itself,
 * somebody who listens to its console, when the provider was another one before, and room for its
 * disk. Thread-safe.
 */
final class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private final Consoles consoles;
  private final boolean isolates;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Set<String> mute = ConcurrentHashMap.newKeySet();

  /**
   * @param isolates whether instances have uplinks
   */
  Upkeep(Consoles consoles, boolean isolates) {
    this.consoles = consoles;
    this.isolates = isolates;
  }

  /** What cannot be put right is told; the next start of the instance does it. */
  void of(InstanceDirectory instance) throws InterruptedException {
    listenAgain(instance);
    try {
      if (isolates) {
        connectAgain(instance);
      }
      told.remove(instance.name());
    } catch (IOException | BackendException e) {
      if (told.add(instance.name())) {
        log.warn(
            "{} runs, but cannot be reached until it is started again: {}",
            instance.name(),
            e.getMessage());
      }
    }
  }

  /** A guest that waits for room on the host tries again; where there is none, it waits on. */
  void ofWaiting(InstanceDirectory instance) {
    try {
      if (QemuProcess.of(instance).writeAgain() && told.add(instance.name())) {
        log.warn(
            "{} was held back, as there was no room for its disk; it tries again", instance.name());
      }
    } catch (IOException | BackendException e) {
      log.debug("{} cannot be told to try again", instance.name(), e);
    }
  }

  /** An instance does its work whether anybody listens to its console or not. */
  private void listenAgain(InstanceDirectory instance) {
    try {
      consoles.of(instance);
      mute.remove(instance.name());
    } catch (IOException e) {
      if (mute.add(instance.name())) {
        log.warn(
            "what {} writes on its console is not kept for now: {}",
            instance.name(),
            e.getMessage());
      }
    }
  }

  private static void connectAgain(InstanceDirectory instance)
      throws BackendException, IOException, InterruptedException {
    Blueprint blueprint = instance.blueprint().orElse(null);
    ProcessHandle process = instance.process().orElse(null);
    if (blueprint == null || process == null || Uplink.isUp(blueprint.sshPort())) {
      return;
    }
    if (instance.isLocked()) {
      Uplink.connect(instance, process.pid(), blueprint.sshPort());
      log.warn("the uplink of {} had died; it is connected again", instance.name());
    }
  }
}
