package network.golem.vm.provider.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.golem.vm.model.vm.Capacity;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;

/** What a host can rent out: what it has, less a reserve for its owner. */
public final class Offer {

  private static final long GIB = 1L << 30;

  /** The reserve: this much or this part of all, whichever is more. */
  private static final int CPU_RESERVE = 1;

  private static final int MEMORY_RESERVE = 2;
  private static final int STORAGE_RESERVE = 20;
  private static final double CPU_PART = 0.10;
  private static final double PART = 0.15;

  private Offer() {}

  /**
   * The offer of this host.
   *
   * @param disks directory of the VMs' disks; what they take already counts as ours to rent out
   * @param cpu vCPUs as the owner says, or null for the default
   * @param memory GiB as the owner says, or null for the default
   * @param storage GiB as the owner says, or null for the default
   */
  public static Capacity of(
      Path disks, @Nullable Integer cpu, @Nullable Integer memory, @Nullable Integer storage) {
    var hardware = new SystemInfo().getHardware();
    return new Capacity(
        cpu != null
            ? cpu
            : less(hardware.getProcessor().getLogicalProcessorCount(), CPU_RESERVE, CPU_PART),
        memory != null ? memory : less(hardware.getMemory().getTotal() / GIB, MEMORY_RESERVE, PART),
        storage != null
            ? storage
            : less((disks.toFile().getUsableSpace() + taken(disks)) / GIB, STORAGE_RESERVE, PART));
  }

  static int less(long all, int reserve, double part) {
    return (int) Math.max(0, all - Math.max(reserve, Math.ceil(all * part)));
  }

  private static long taken(Path directory) {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell how much storage " + directory + " takes", e);
    }
  }
}
