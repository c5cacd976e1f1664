package network.golem.vm.model.vm;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import network.golem.vm.model.json.JsonObject;

/**
 * Computing resources of a VM.
 *
 * @param cpu virtual CPUs, 1 to 256
 * @param memory GiB of memory, 1 to 4096
 * @param storage GiB of storage, 1 to 65536
 */
public record Resources(int cpu, int memory, int storage) {

  public static final int MAX_CPU = 256;
  public static final int MAX_MEMORY = 4096;
  public static final int MAX_STORAGE = 65_536;

  public Resources {
    checkRange("cpu", cpu, 1, MAX_CPU);
    checkRange("memory", memory, 1, MAX_MEMORY);
    checkRange("storage", storage, 1, MAX_STORAGE);
  }

  @Override
  public String toString() {
    return "%d vCPU, %d GiB memory, %d GiB storage".formatted(cpu, memory, storage);
  }

  /** Reads it as it stands on the wire. */
  public static Resources of(JsonObject json) {
    return new Resources(json.integer("cpu"), json.integer("memory"), json.integer("storage"));
  }
}
