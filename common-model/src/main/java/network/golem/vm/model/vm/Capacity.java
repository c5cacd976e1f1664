package network.golem.vm.model.vm;

import static network.golem.vm.model.problem.InvalidValueException.checkRange;

import network.golem.vm.model.json.JsonObject;

/**
 * An amount of resources that may be nothing: what a provider offers, has reserved or has free. The
 * arithmetic never goes below zero.
 *
 * @param cpu virtual CPUs
 * @param memory GiB of memory
 * @param storage GiB of storage
 */
public record Capacity(int cpu, int memory, int storage) {

  public static final Capacity NONE = new Capacity(0, 0, 0);

  public Capacity {
    checkRange("cpu", cpu, 0, Integer.MAX_VALUE);
    checkRange("memory", memory, 0, Integer.MAX_VALUE);
    checkRange("storage", storage, 0, Integer.MAX_VALUE);
  }

  public Capacity plus(Resources more) {
    return new Capacity(cpu + more.cpu(), memory + more.memory(), storage + more.storage());
  }

  public Capacity minus(Capacity less) {
    return new Capacity(
        Math.max(0, cpu - less.cpu),
        Math.max(0, memory - less.memory),
        Math.max(0, storage - less.storage));
  }

  public boolean covers(Resources wanted) {
    return cpu >= wanted.cpu() && memory >= wanted.memory() && storage >= wanted.storage();
  }

  @Override
  public String toString() {
    return "%d vCPU, %d GiB memory, %d GiB storage".formatted(cpu, memory, storage);
  }

  /** Reads it as it stands on the wire. */
  public static Capacity of(JsonObject json) {
    return new Capacity(json.integer("cpu"), json.integer("memory"), json.integer("storage"));
  }
}
