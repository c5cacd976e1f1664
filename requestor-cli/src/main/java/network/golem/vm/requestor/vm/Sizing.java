package network.golem.vm.requestor.vm;

import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.Size;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How large a VM is to be: a named size, single resources, or a size with some of them changed. */
final class Sizing {

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = Ranges.NamedSize.class,
      description =
          "small (1 vCPU, 1 GiB, 10 GiB storage), medium (2, 4, 20), large (4, 8, 40) or xlarge (8,"
              + " 16, 80).")
  @Nullable Size size;

  @Option(
      names = "--cpu",
      paramLabel = "N",
      converter = Ranges.Cpu.class,
      description = "vCPUs, 1 to 256.")
  @Nullable Integer cpu;

  @Option(
      names = "--memory",
      paramLabel = "GIB",
      converter = Ranges.Memory.class,
      description = "Memory in GiB, 1 to 4096.")
  @Nullable Integer memory;

  @Option(
      names = "--storage",
      paramLabel = "GIB",
      converter = Ranges.Storage.class,
      description = "Storage in GiB, 1 to 65536.")
  @Nullable Integer storage;

  /** What is wanted; {@code otherwise} where nothing was said. */
  Resources or(Resources otherwise) {
    Resources base = size == null ? otherwise : size.resources();
    return new Resources(
        cpu == null ? base.cpu() : cpu,
        memory == null ? base.memory() : memory,
        storage == null ? base.storage() : storage);
  }
}
