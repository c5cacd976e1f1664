package network.golem.vm.provider.resource;

import java.util.Optional;
import network.golem.vm.model.vm.HostLoad;
import network.golem.vm.provider.settings.ProviderSettings;

/**
 * How busy a host may be for its owner's sake and still take VMs.
 *
 * @param cpu per cent of all its processors, VMs left out; 100 is no limit, here and below
 * @param memory per cent of its memory
 * @param storage per cent of the file system that holds the VMs
 * @param storageFloor GiB that VMs leave free there, were all to use what they have rented; 0 does
 *     not look at it
 */
public record Thresholds(int cpu, int memory, int storage, int storageFloor) {

  static Thresholds of(ProviderSettings settings) {
    return new Thresholds(
        settings.cpuThreshold(),
        settings.memoryThreshold(),
        settings.storageThreshold(),
        settings.storageFloorGb());
  }

  /**
   * What is used beyond its threshold; empty where all is well.
   *
   * @param load with the processors' load by others than VMs
   */
  Optional<String> passedBy(HostLoad load) {
    return passed("CPU", load.cpu(), cpu, " by others than VMs")
        .or(() -> passed("memory", load.memory(), memory, ""))
        .or(() -> passed("storage", load.storage(), storage, ""));
  }

  private static Optional<String> passed(String what, int used, int most, String by) {
    return most < 100 && used > most
        ? Optional.of("%d %% of its %s is used%s, more than %d %%".formatted(used, what, by, most))
        : Optional.empty();
  }
}
