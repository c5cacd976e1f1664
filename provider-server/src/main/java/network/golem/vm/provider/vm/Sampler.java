package network.golem.vm.provider.vm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.resource.HostMeter;
import network.golem.vm.provider.resource.HostRoom;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at what VMs and host use, once for all who want to know: asking a backend is not cheap.
 * Thread-safe.
 */
@Component
class Sampler {

  private final VmRecords records;
  private final Statistics statistics;
  private final LatestUse latest;
  private final HostMeter meter;
  private final HostRoom room;
  private final ApplicationEventPublisher publisher;

  Sampler(
      VmRecords records,
      Statistics statistics,
      LatestUse latest,
      HostMeter meter,
      HostRoom room,
      ApplicationEventPublisher publisher) {
    this.records = records;
    this.statistics = statistics;
    this.latest = latest;
    this.meter = meter;
    this.room = room;
    this.publisher = publisher;
  }

  @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT2S")
  void sample() throws InterruptedException {
    List<Vm> vms = records.all();
    Map<VmId, VmStats> running = new HashMap<>();
    Duration cpu = Duration.ZERO;
    for (Vm vm : vms) {
      VmStats stats = vm.state() == VmState.RUNNING ? statsOf(vm) : null;
      cpu = cpu.plus(cpuUsed(vm, stats));
      if (stats != null) {
        running.put(vm.id(), stats);
      }
    }
    latest.sampled(vms, running);
    meter.sample(cpu);
    room.look();
    publisher.publishEvent(new VmsSampled(running));
  }

  private @Nullable VmStats statsOf(Vm vm) throws InterruptedException {
    try {
      return statistics.of(vm);
    } catch (ProblemException e) {
      return null; // it has just stopped, or its backend cannot tell
    }
  }

  /**
   * Processor time since the last sample. Where it is not known, as while a guest boots, it is all
   * that was rented: that is the VM's to use, and no reason to refuse others.
   */
  private Duration cpuUsed(Vm vm, @Nullable VmStats stats) {
    return switch (vm.state()) {
      case STOPPED, RESIZING, FAILED, GONE -> Duration.ZERO;
      case CREATING, STARTING, STOPPING, DESTROYING, UNKNOWN, RUNNING -> {
        Duration most = meter.sinceSample().multipliedBy(vm.resources().cpu());
        Double now = stats == null ? null : stats.cpuSeconds();
        if (now == null) {
          yield most;
        }
        VmStats last = latest.of(vm);
        Double before = last == null ? null : last.cpuSeconds();
        double used = before == null || before > now ? now : now - before;
        Duration known = Duration.ofNanos((long) (used * 1e9));
        // QEMU has threads besides those of the vCPUs; what they use is the VM's, too.
        yield before == null && known.compareTo(most) > 0 ? most : known;
      }
    };
  }
}
