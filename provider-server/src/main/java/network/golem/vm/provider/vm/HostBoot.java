package network.golem.vm.provider.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the host was rebooted since its VMs were last put in order here, by the id that the
 * kernel gives to each boot: {@code /proc/sys/kernel/random/boot_id} (random(4)) on Linux, {@code
 * kern.bootsessionuuid} on macOS. Where there is none, no reboot is ever recognised.
 */
final class HostBoot {

  private static final Logger log = LoggerFactory.getLogger(HostBoot.class);
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Path remembered;
  private final @Nullable String current;

  private HostBoot(Path remembered, @Nullable String current) {
    this.remembered = remembered;
    this.current = current;
  }

  /**
   * Asks the kernel.
   *
   * @param remembered the file that keeps the id of the boot before
   */
  static HostBoot ofThisHost(Path remembered) throws InterruptedException {
    return new HostBoot(remembered, currentId());
  }

  /** False where nothing is remembered, as at the first start of all. */
  boolean isNew() throws IOException {
    return current != null
        && Files.exists(remembered)
        && !Files.readString(remembered).strip().equals(current);
  }

  /** From now on this boot is not new; cheap when that is so already. */
  void remember() throws IOException {
    if (current != null && (isNew() || !Files.exists(remembered))) {
      Files.writeString(remembered, current + "\n");
    }
  }

  /** The next start counts as one after a reboot. */
  void forget() throws IOException {
    Files.writeString(remembered, "VMs were stopped\n");
  }

  private static @Nullable String currentId() throws InterruptedException {
    try {
      return Files.exists(LINUX)
          ? Files.readString(LINUX).strip()
          : Command.of(DEADLINE, "sysctl", "-n", "kern.bootsessionuuid")
              .runOrThrow()
              .stdout()
              .strip();
    } catch (IOException | CommandException e) {
      log.warn(
          "the host's boot id cannot be read, a reboot will not be noticed: {}", e.getMessage());
      return null;
    }
  }
}
