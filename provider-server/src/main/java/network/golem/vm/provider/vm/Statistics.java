package network.golem.vm.provider.vm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Usage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.proxy.Traffic;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What running VMs use. Thread-safe. */
@Component
class Statistics {

  private static final long GIB = 1L << 30;

  private final VmBackend backend;
  private final Doors doors;
  private final Clock clock;
  private final Map<VmId, Sample> samples = new ConcurrentHashMap<>();

  Statistics(VmBackend backend, Doors doors, Clock clock) {
    this.backend = backend;
    this.doors = doors;
    this.clock = clock;
  }

  private record Sample(Instant at, Duration cpu) {}

  VmStats of(Vm vm) throws InterruptedException {
    if (vm.state() != VmState.RUNNING) {
      throw new ProblemException(
          ProblemCode.VM_STATE_CONFLICT,
          "VM " + vm.name() + " is " + vm.state().wire() + " and uses nothing",
          "Start it first: golem vm start " + vm.name() + ".");
    }
    try {
      return described(vm, backend.usage(vm.instance()));
    } catch (BackendException e) {
      throw new ProblemException(
          ProblemCode.BACKEND_FAILED,
          "what VM " + vm.name() + " uses cannot be told: " + e.getMessage(),
          "Try again.");
    }
  }

  @EventListener
  void forget(VmChanged event) {
    samples.remove(event.id());
  }

  private VmStats described(Vm vm, Usage usage) {
    Instant now = clock.instant();
    Optional<Traffic> access = doors.traffic(vm);
    return new VmStats(
        now,
        cpuPercent(vm.id(), usage.cpu(), now),
        usage.cpu() == null ? null : usage.cpu().toMillis() / 1000.0,
        usage.memory(),
        vm.resources().memory() * GIB,
        usage.disk(),
        vm.resources().storage() * GIB,
        usage.diskRead(),
        usage.diskWritten(),
        usage.networkReceived(),
        usage.networkSent(),
        access.map(Traffic::connections).orElse(0),
        access.map(Traffic::accepted).orElse(null),
        access.map(Traffic::refused).orElse(null),
        access.map(Traffic::received).orElse(null),
        access.map(Traffic::sent).orElse(null));
  }

  /** Since it was last asked for, or since the VM last changed; absent the first time. */
  private @Nullable Double cpuPercent(VmId id, @Nullable Duration cpu, Instant now) {
    if (cpu == null) {
      return null;
    }
    Sample before = samples.put(id, new Sample(now, cpu));
    if (before == null || !before.at().isBefore(now)) {
      return null;
    }
    double used = cpu.minus(before.cpu()).toNanos();
    return 100 * used / Duration.between(before.at(), now).toNanos();
  }
}
