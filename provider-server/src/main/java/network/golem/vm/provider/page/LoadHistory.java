package network.golem.vm.provider.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How busy each VM was over the last half hour. Thread-safe. */
@Component
@Conditional(PageConfiguration.Wanted.class)
class LoadHistory {

  private static final Duration KEPT = Duration.ofMinutes(30);

  private final Inventory inventory;
  private final Map<VmId, Deque<Sample>> samples = new ConcurrentHashMap<>();

  LoadHistory(Inventory inventory) {
    this.inventory = inventory;
  }

  /**
   * How busy a VM was.
   *
   * @param cpu per cent of one vCPU, since the sample before; absent where the backend cannot tell
   * @param memory bytes; absent where the backend cannot tell
   * @param received bytes by the network since it was booted; absent likewise
   * @param sent bytes likewise
   */
  record Sample(
      Instant at,
      @Nullable Double cpu,
      @Nullable Long memory,
      @Nullable Long received,
      @Nullable Long sent) {

    static Sample of(VmStats stats) {
      return new Sample(
          stats.at(),
          stats.cpuPercent(),
          stats.memoryUsed(),
          stats.networkReceived(),
          stats.networkSent());
    }
  }

  /** The oldest first. */
  List<Sample> of(VmId id) {
    Deque<Sample> known = samples.get(id);
    if (known == null) {
      return List.of();
    }
    synchronized (known) {
      return List.copyOf(known);
    }
  }

  @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT1S")
  void sample() throws InterruptedException {
    var running =
        inventory.known().stream()
            .filter(vm -> vm.state() == VmState.RUNNING)
            .map(KnownVm::id)
            .collect(Collectors.toSet());
    samples.keySet().retainAll(running);
    for (VmId id : running) {
      inventory.stats(id).ifPresent(stats -> keep(id, Sample.of(stats)));
    }
  }

  private void keep(VmId id, Sample sample) {
    Deque<Sample> known = samples.computeIfAbsent(id, _ -> new ArrayDeque<>());
    synchronized (known) {
      known.addLast(sample);
      while (known.getFirst().at().isBefore(sample.at().minus(KEPT))) {
        known.removeFirst();
      }
    }
  }
}
