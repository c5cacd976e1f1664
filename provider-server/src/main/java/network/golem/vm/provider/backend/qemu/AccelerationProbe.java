package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.process.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether KVM really runs a guest. That /dev/kvm is there says nothing: in a nested host
 * it may hang. So a guest of seven bytes is booted, which leaves QEMU by its debug exit device with
 * a code that nothing else gives.
 */
final class AccelerationProbe {

  private static final Logger log = LoggerFactory.getLogger(AccelerationProbe.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Path DEVICE = Path.of("/dev/kvm");

  /**
   * mov al,10h; out f4h,al; hlt; jmp: the device makes (10h << 1) | 1 of it (QEMU,
   * hw/misc/debugexit.c).
   */
  private static final byte[] GUEST = {
    (byte) 0xb0, 0x10, (byte) 0xe6, (byte) 0xf4, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd
  };

  private static final int GUEST_RAN = 33;
  private static final int SECTOR = 512;

  private AccelerationProbe() {}

  static Acceleration probe() throws InterruptedException {
    Optional<String> complaint = complaint();
    complaint.ifPresent(why -> log.info("{}: guests run in software emulation", why));
    return complaint.isPresent() ? Acceleration.EMULATION : Acceleration.KVM;
  }

  /** Why KVM cannot be used; empty when a guest ran. */
  static Optional<String> complaint() throws InterruptedException {
    if (!Files.exists(DEVICE)) {
      return Optional.of("there is no " + DEVICE);
    }
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return Optional.of("no right to use " + DEVICE);
    }
    try {
      Path sector = Files.createTempFile("kvm-probe", ".img");
      try {
        Files.write(sector, bootSector());
        run(sector);
        return Optional.empty();
      } finally {
        Files.delete(sector);
      }
    } catch (CommandException.TimedOut e) {
      return Optional.of("KVM hangs on this host");
    } catch (IOException | CommandException e) {
      log.debug("KVM probe", e);
      return Optional.of("KVM does not run guests on this host");
    }
  }

  private static void run(Path sector) throws CommandException, InterruptedException {
    Command command =
        Command.of(
            DEADLINE,
            "qemu-system-x86_64",
            "-accel",
            Acceleration.KVM.argument(),
            "-cpu",
            Acceleration.KVM.cpuModel(),
            "-display",
            "none",
            "-nodefaults",
            "-no-user-config",
            "-no-reboot",
            "-m",
            "16",
            "-drive",
            "if=floppy,format=raw,file=" + sector,
            "-boot",
            "a",
            "-device",
            "isa-debug-exit,iobase=0xf4,iosize=1");
    Outcome outcome = command.run();
    if (outcome.exitCode() != GUEST_RAN) {
      throw new CommandException.Failed(command, outcome);
    }
  }

  private static byte[] bootSector() {
    byte[] sector = Arrays.copyOf(GUEST, SECTOR);
    sector[SECTOR - 2] = 0x55;
    sector[SECTOR - 1] = (byte) 0xaa;
    return sector;
  }
}
