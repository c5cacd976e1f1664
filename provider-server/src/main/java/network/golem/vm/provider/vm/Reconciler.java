package network.golem.vm.provider.vm;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.BackendTurned;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.VmBackend;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final String CUT_OFF = "the provider was restarted while it was being made";
  private static final String GIVEN_UP = "its making failed and could not be cleared away at once";
  private static final String TAKEN_UP = "the provider was restarted; going on";
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String VANISHED = "the backend does not know it any more";

  private final VmRecords records;
  private final Operations operations;
  private final VmBackend backend;
  private final Doors doors;
  private final AfterReboot afterReboot;
  private final InstanceNames names;
  private final Clock clock;
  private final Set<String> orphansTold = new HashSet<>();
  private boolean backendAnswers = true;
  private volatile boolean started;
  private volatile boolean running;

  Reconciler(
      VmRecords records,
      Operations operations,
      VmBackend backend,
      Doors doors,
      AfterReboot afterReboot,
      InstanceNames names,
      Clock clock) {
    this.records = records;
    this.operations = operations;
    this.backend = backend;
    this.doors = doors;
    this.afterReboot = afterReboot;
    this.names = names;
    this.clock = clock;
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
    Instant settled = clock.instant().minus(grace);
    try {
      Map<String, Instance> instances =
          backend.list(names.prefix()).stream()
              .collect(Collectors.toMap(Instance::name, Function.identity()));
      tellOnce(true, "");
      // Read after the list: what is newer than the list is newer than "settled", too.
      List<Vm> known = records.all();
      known.stream()
          .filter(vm -> isLeftAlone(vm, settled))
          .forEach(vm -> compare(vm, instances.get(vm.instance())));
      tellOrphans(known, instances.keySet());
    } catch (BackendException e) {
      tellOnce(false, String.valueOf(e.getMessage()));
      records.all().stream()
          .filter(vm -> vm.state() == VmState.RUNNING && isLeftAlone(vm, settled))
          .forEach(vm -> become(vm, VmState.UNKNOWN, "the backend does not answer"));
    }
  }

  private boolean isLeftAlone(Vm vm, Instant settled) {
    return !vm.updatedAt().isAfter(settled) && !operations.isUnderWay(vm.id());
  }

  private void compare(Vm vm, @Nullable Instance instance) {
    Instance.State found = instance == null ? null : instance.state();
    switch (vm.state()) {
      case CREATING -> {
        if (found == null || found == Instance.State.STOPPED) {
          operations.abandonCreating(vm.id(), started ? GIVEN_UP : CUT_OFF);
        } else {
          takeUp(vm, operations::finishCreating);
        }
      }
      case STARTING -> takeUp(vm, operations::start);
      case STOPPING -> takeUp(vm, operations::stop);
      case RESIZING -> takeUp(vm, operations::resize);
      case DESTROYING -> takeUp(vm, operations::destroy);
      case RUNNING, STOPPED, UNKNOWN -> follow(vm, found);
      case FAILED, GONE -> {
        // Nothing of it is left to compare with.
      }
    }
  }

  /** At a start it is told; each minute that a backend is not ready for it would tell too often. */
  private void takeUp(Vm vm, Consumer<VmId> operation) {
    if (!started) {
      records.note(vm.id(), TAKEN_UP);
    }
    operation.accept(vm.id());
  }

  /** The record follows what the backend says of a VM that nobody is changing. */
  private void follow(Vm vm, Instance.@Nullable State found) {
    switch (found) {
      case null -> become(vm, VmState.UNKNOWN, VANISHED);
      case RUNNING -> {
        afterReboot.runs(vm);
        if (vm.state() == VmState.RUNNING) {
          open(vm);
        } else {
          operations.find(vm.id());
        }
      }
      case STOPPED -> {
        doors.close(vm);
        foundStopped(vm);
      }
      case CHANGING, UNKNOWN -> log.debug("VM {}: the backend is not sure yet", vm.id());
    }
  }

  private void foundStopped(Vm vm) {
    if (!afterReboot.wentDownWithTheHost(vm)) {
      String why = vm.state() == VmState.RUNNING ? "it shut itself down" : vm.message();
      become(vm, VmState.STOPPED, why);
    } else if (afterReboot.startsAgain()) {
      operations.startAgain(vm.id(), AfterReboot.WHY);
    } else {
      become(vm, VmState.STOPPED, AfterReboot.WHY);
    }
  }

  private void become(Vm vm, VmState state, @Nullable String why) {
    if (vm.state() == state) {
      return;
    }
    log.info("VM {} is {}{}", vm.id(), state.wire(), why == null ? "" : ": " + why);
    try {
      records.change(
          vm.id(),
          (changed, now) -> {
            if (state == VmState.STOPPED) {
              changed.stopped(why, now);
            } else {
              changed.unknown(String.valueOf(why), now);
            }
          });
    } catch (ProblemException e) {
      log.debug("VM {} has changed meanwhile", vm.id(), e);
    }
  }

  private void open(Vm vm) {
    try {
      doors.open(vm);
    } catch (IOException e) {
      log.error("VM {} cannot be reached: {}", vm.id(), e.getMessage());
    }
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
