package network.golem.vm.provider.vm;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.resource.HostRoom.Promised;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What VMs used when they were last looked at, also those that have stopped since. Thread-safe. */
@Component
class LatestUse {

  private static final long GIB = 1L << 30;

  private final Map<VmId, VmStats> latest = new ConcurrentHashMap<>();

  void sampled(List<Vm> all, Map<VmId, VmStats> running) {
    latest.putAll(running);
    latest.keySet().retainAll(all.stream().map(Vm::id).collect(Collectors.toSet()));
  }

  @Nullable VmStats of(Vm vm) {
    return latest.get(vm.id());
  }

  /** What VMs have rented and not yet taken; of one whose use is not known, nothing. */
  Promised promised(List<Vm> holders) {
    long memory = 0;
    long storage = 0;
    for (Vm vm : holders) {
      VmStats stats = of(vm);
      boolean runs = vm.state() == VmState.RUNNING;
      memory += left(vm.held().memory(), runs && stats != null ? stats.memoryUsed() : null, runs);
      storage += left(vm.held().storage(), stats == null ? null : stats.diskUsed(), runs);
    }
    return new Promised(memory, storage);
  }

  private static long left(int gib, @Nullable Long taken, boolean runs) {
    if (taken == null) {
      return runs ? 0 : gib * GIB;
    }
    return Math.max(0, gib * GIB - taken);
  }
}
