package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.console.ConsoleView;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Boots instances, confined as guests are here and as fast as this host runs them: by KVM until
 * that fails once. Thread-safe.
 */
final class QemuBoot {

  private static final Logger log = LoggerFactory.getLogger(QemuBoot.class);
  private static final Duration READY_DEADLINE = Duration.ofMinutes(5);
  private static final Duration RESUME_DEADLINE = Duration.ofMinutes(1);
  private static final int START_ATTEMPTS = 3;

  /**
   * What QEMU says when somebody else was quicker: at the loopback port, or looking at the pid
   * file.
   */
  private static final Pattern START_RACES = Pattern.compile("host forwarding|lock pid file");

  private final GuestPolicy policy;
  private final Confinement confinement;
  private final Consoles consoles;
  private volatile Acceleration acceleration;

  QemuBoot(
      GuestPolicy policy, Confinement confinement, Consoles consoles, Acceleration acceleration) {
    this.policy = policy;
    this.confinement = confinement;
    this.consoles = consoles;
    this.acceleration = acceleration;
  }

  Acceleration acceleration() {
    return acceleration;
  }

  GuestPolicy policy() {
    return policy;
  }

  /** Returns once the guest can be logged in to, where its image tells; else once it runs. */
  void boot(InstanceDirectory instance, Blueprint blueprint, Progress progress)
      throws BackendException, CommandException, IOException, InterruptedException {
    progress.phase(Phase.BOOT);
    QemuProcess process = start(instance, blueprint);
    try (ConsoleView console = consoles.connect(instance).viewFromNowOn()) {
      process.release();
      if (blueprint.readyMarker() != null) {
        new GuestBoot(new ConsoleLines(console), blueprint.readyMarker())
            .await(process, READY_DEADLINE, progress);
      }
    }
  }

  /**
   * Lets a guest go on that was kept before it was anybody's, and that has its seed by now. Fails
   * for good: there is no second try from the same memory.
   */
  void resume(InstanceDirectory instance, Blueprint blueprint, Progress progress)
      throws BackendException, CommandException, IOException, InterruptedException {
    progress.phase(Phase.BOOT);
    Blueprint chosen = blueprint.onPort(QemuStart.freeLoopbackPort());
    instance.write(chosen);
    QemuProcess process = run(instance, chosen);
    GuestMemory.awaitLoaded(process);
    SerialConsole console = consoles.connect(instance);
    try (ConsoleView view = console.viewFromNowOn()) {
      process.release();
      console.type(awakening());
      new GuestBoot(new ConsoleLines(view), String.valueOf(chosen.readyMarker()))
          .await(process, RESUME_DEADLINE, progress);
    }
  }

  /** Boots a guest that nobody is to reach, up to where it writes a line. */
  QemuProcess bootUpTo(String marker, InstanceDirectory instance, Blueprint blueprint)
      throws BackendException, CommandException, IOException, InterruptedException {
    QemuProcess process = startOnce(instance, blueprint);
    try (ConsoleView view = consoles.connect(instance).viewFromNowOn()) {
      process.release();
      new GuestBoot(new ConsoleLines(view), marker).await(process, READY_DEADLINE, _ -> {});
    } finally {
      consoles.forget(instance);
    }
    return process;
  }

  /** What a guest cannot know: the time, and what nobody else has drawn. */
  private static byte[] awakening() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String line =
        "%d %s\n".formatted(Instant.now().getEpochSecond(), HexFormat.of().formatHex(random));
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  private QemuProcess start(InstanceDirectory instance, Blueprint blueprint)
      throws BackendException, CommandException, IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Acceleration tried = acceleration;
      Blueprint chosen = blueprint.onPort(QemuStart.freeLoopbackPort());
      instance.write(chosen);
      try {
        return startOnce(instance, chosen);
      } catch (BackendException.Failed e) {
        if (attempt == START_ATTEMPTS || !(isRace(e) || acceleration != tried)) {
          throw e;
        }
      }
    }
  }

  /** Where KVM fails at a real guest only, the next one is not tried with it. */
  private QemuProcess startOnce(InstanceDirectory instance, Blueprint blueprint)
      throws BackendException, CommandException, IOException, InterruptedException {
    try {
      return run(instance, blueprint);
    } catch (BackendException.Failed e) {
      if (acceleration == Acceleration.KVM && !isRace(e)) {
        log.warn(
            "KVM fails on this host, guests run in software emulation from now on: {}",
            e.getMessage());
        acceleration = Acceleration.EMULATION;
      }
      throw e;
    }
  }

  /** The guest is held back. */
  private QemuProcess run(InstanceDirectory instance, Blueprint blueprint)
      throws BackendException, CommandException, IOException, InterruptedException {
    return new QemuStart(instance, blueprint, acceleration, confinement, policy).run();
  }

  private static boolean isRace(BackendException.Failed failure) {
    return START_RACES.matcher(String.valueOf(failure.getMessage())).find();
  }
}
