package network.golem.vm.provider.vm;

import java.util.List;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.settings.ProviderSettings;
import org.jspecify.annotations.Nullable;

/**
 * The most that one requestor may hold at a time; null is no limit.
 *
 * @param vms how many VMs
 * @param cpu vCPUs of all of them
 * @param memory GiB of memory of all of them
 * @param storage GiB of storage of all of them
 */
record Quota(
    @Nullable Integer vms,
    @Nullable Integer cpu,
    @Nullable Integer memory,
    @Nullable Integer storage) {

  static Quota of(ProviderSettings settings) {
    return new Quota(
        settings.maxVmsPerRequestor(),
        settings.maxCpuPerRequestor(),
        settings.maxMemoryPerRequestor(),
        settings.maxStoragePerRequestor());
  }

  /**
   * Refuses what would be too much.
   *
   * @param others what the requestor holds besides the VM that is asked for
   */
  void check(List<Vm> others, Resources wanted) {
    Capacity sum =
        others.stream()
            .map(Vm::held)
            .reduce(Capacity.NONE, Capacity::plus, (a, _) -> a)
            .plus(wanted);
    check(vms, others.size() + 1, "VMs");
    check(cpu, sum.cpu(), "vCPU");
    check(memory, sum.memory(), "GiB of memory");
    check(storage, sum.storage(), "GiB of storage");
  }

  private static void check(@Nullable Integer most, int would, String what) {
    if (most != null && would > most) {
      throw new ProblemException(
          ProblemCode.LIMIT_EXCEEDED,
          "you would hold %d %s here, and this provider gives %d to one requestor"
              .formatted(would, what, most),
          "Ask for less, destroy a VM here, or choose another provider: golem vm providers.");
    }
  }
}
