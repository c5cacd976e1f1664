package network.golem.vm.provider.vm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.BackendTurned;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Makes records and world agree, at start and every minute: operations that were cut off are taken
 * up or undone, VMs that run are reached on the same port again. Deletes nothing on the word of a
 * backend that fails, and no instance without a record.
 */
@Component
class Reconciler implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final VmRecords records;
  private final OperationQueue queue;
  private final VmBackend backend;
  private final Comparison comparison;
  private final AfterReboot afterReboot;
  private final Doors doors;
  private final InstanceNames names;
  private final Clock clock;
  private final ApplicationEventPublisher publisher;
  private final Set<String> orphansTold = new HashSet<>();
  private boolean backendAnswers = true;
  private volatile boolean started;
  private volatile boolean running;

  Reconciler(
      VmRecords records,
      OperationQueue queue,
      VmBackend backend,
      Comparison comparison,
      AfterReboot afterReboot,
      Doors doors,
      InstanceNames names,
      Clock clock,
      ApplicationEventPublisher publisher) {
    this.records = records;
    this.queue = queue;
    this.backend = backend;
    this.comparison = comparison;
    this.afterReboot = afterReboot;
    this.doors = doors;
    this.names = names;
    this.clock = clock;
    this.publisher = publisher;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void everyMinute() throws InterruptedException {
    reconcile(GRACE);
  }

  /** What happened to VMs in an outage is found out as soon as it is over. */
  @EventListener
  void turned(BackendTurned event) throws InterruptedException {
    if (event.answers()) {
      reconcile(GRACE);
    }
  }

  /**
   * One pass over all VMs.
   *
   * @param grace VMs that changed this short a time ago are left to whoever changed them
   */
  synchronized void reconcile(Duration grace) throws InterruptedException {
    long begun = System.nanoTime();
    compareAll(clock.instant().minus(grace));
    publisher.publishEvent(new Reconciled(Duration.ofNanos(System.nanoTime() - begun)));
  }

  private void compareAll(Instant settled) throws InterruptedException {
    try {
      Map<String, Instance> instances =
          backend.list(names.prefix()).stream()
              .collect(Collectors.toMap(Instance::name, Function.identity()));
      tellOnce(true, "");
      // Read after the list: what is newer than the list is newer than "settled", too.
      List<Vm> known = records.all();
      comparison.compare(
          known.stream().filter(vm -> isLeftAlone(vm, settled)).toList(), instances, !started);
      tellOrphans(known, instances.keySet());
    } catch (BackendException e) {
      tellOnce(false, String.valueOf(e.getMessage()));
      records.all().stream()
          .filter(vm -> vm.state() == VmState.RUNNING && isLeftAlone(vm, settled))
          .forEach(vm -> comparison.become(vm, VmState.UNKNOWN, "the backend does not answer"));
    }
  }

  private boolean isLeftAlone(Vm vm, Instant settled) {
    return !vm.updatedAt().isAfter(settled) && !queue.isUnderWay(vm.id());
  }

  private void tellOnce(boolean answers, String why) {
    if (backendAnswers != answers) {
      log.warn(
          answers ? "backend {} answers again" : "backend {} does not answer: {}",
          backend.name(),
          why);
    }
    backendAnswers = answers;
  }

  private void tellOrphans(List<Vm> known, Set<String> instances) {
    Set<String> orphans = new HashSet<>(instances);
    known.forEach(vm -> orphans.remove(vm.instance()));
    for (String orphan : orphans) {
      if (orphansTold.add(orphan)) {
        log.warn("instance {} has this provider's prefix but no record; it is left alone", orphan);
      }
    }
  }

  /** Before the first request is taken, VMs that run are reached again. */
  @Override
  public void start() {
    running = true;
    try {
      afterReboot.findOut();
      doors.takeUp(records.all());
      reconcile(Duration.ZERO);
      started = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server starts, which is at the latest phase but one. */
  @Override
  public int getPhase() {
    return 0;
  }
}
