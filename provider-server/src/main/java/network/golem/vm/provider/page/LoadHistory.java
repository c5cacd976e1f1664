package network.golem.vm.provider.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.vm.VmsSampled;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** How busy each VM was over the last half hour. Thread-safe. */
@Component
@Conditional(PageConfiguration.Wanted.class)
class LoadHistory {

  private static final Duration KEPT = Duration.ofMinutes(30);

  private final Map<VmId, Deque<Sample>> samples = new ConcurrentHashMap<>();

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

  @EventListener
  void sampled(VmsSampled event) {
    samples.keySet().retainAll(event.stats().keySet());
    event.stats().forEach((id, stats) -> keep(id, Sample.of(stats)));
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
