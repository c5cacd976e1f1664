package network.golem.vm.provider.vm;

import jakarta.persistence.Embeddable;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Resources;
import org.jspecify.annotations.Nullable;

/** The size of a VM, and the one that it is to have while it is being resized. */
@Embeddable
class VmSize {

  private int cpu;
  private int memory;
  private int storage;
  private @Nullable Integer targetCpu;
  private @Nullable Integer targetMemory;
  private @Nullable Integer targetStorage;

  protected VmSize() {}

  VmSize(Resources size) {
    take(size);
  }

  void checkReaches(Resources target) {
    if (target.storage() < storage) {
      throw new InvalidValueException(
          "resources.storage", target.storage(), storage + " or more: storage never shrinks");
    }
  }

  void aimAt(Resources target) {
    targetCpu = target.cpu();
    targetMemory = target.memory();
    targetStorage = target.storage();
  }

  void reached() {
    take(target());
    forgetTarget();
  }

  /** Storage may have grown before the rest failed. */
  void missed() {
    storage = target().storage();
    forgetTarget();
  }

  Resources now() {
    return new Resources(cpu, memory, storage);
  }

  /** The one it has, while it is not to have another. */
  Resources target() {
    return new Resources(
        targetCpu == null ? cpu : targetCpu,
        targetMemory == null ? memory : targetMemory,
        targetStorage == null ? storage : targetStorage);
  }

  /** The larger of both. */
  Resources held() {
    Resources target = target();
    return new Resources(
        Math.max(cpu, target.cpu()),
        Math.max(memory, target.memory()),
        Math.max(storage, target.storage()));
  }

  private void take(Resources size) {
    cpu = size.cpu();
    memory = size.memory();
    storage = size.storage();
  }

  private void forgetTarget() {
    targetCpu = null;
    targetMemory = null;
    targetStorage = null;
  }
}
