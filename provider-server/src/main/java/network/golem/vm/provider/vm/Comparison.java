package network.golem.vm.provider.vm;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.backend.Instance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the record of one VM and what the backend says of it agree: what was cut off is taken up or
 * undone, what changed by itself is recorded. Thread-safe.
 */
@Component
class Comparison {

  private static final Logger log = LoggerFactory.getLogger(Comparison.class);
  private static final String CUT_OFF = "the provider was restarted while it was being made";
  private static final String GIVEN_UP = "its making failed and could not be cleared away at once";
  private static final String TAKEN_UP = "the provider was restarted; going on";
  private static final String VANISHED = "the backend does not know it any more";

  private final VmRecords records;
  private final Creation creation;
  private final Operations operations;
  private final Doors doors;
  private final AfterReboot afterReboot;

  Comparison(
      VmRecords records,
      Creation creation,
      Operations operations,
      Doors doors,
      AfterReboot afterReboot) {
    this.records = records;
    this.creation = creation;
    this.operations = operations;
    this.doors = doors;
    this.afterReboot = afterReboot;
  }

  /**
   * @param instances what the backend says, by the instances' names
   * @param starting whether the provider starts just now
   */
  void compare(List<Vm> vms, Map<String, Instance> instances, boolean starting) {
    Map<Vm, @Nullable InetSocketAddress> running = new LinkedHashMap<>();
    for (Vm vm : vms) {
      Instance instance = instances.get(vm.instance());
      compare(vm, instance, starting);
      if (vm.state() == VmState.RUNNING
          && instance != null
          && instance.state() == Instance.State.RUNNING) {
        running.put(vm, instance.ssh());
      }
    }
    doors.open(running);
  }

  private void compare(Vm vm, @Nullable Instance instance, boolean starting) {
    Instance.State found = instance == null ? null : instance.state();
    switch (vm.state()) {
      case CREATING -> {
        if (found == null || found == Instance.State.STOPPED) {
          creation.abandon(vm.id(), starting ? CUT_OFF : GIVEN_UP);
        } else {
          takeUp(vm, starting, creation::goOn);
        }
      }
      case STARTING -> takeUp(vm, starting, operations::start);
      case STOPPING -> takeUp(vm, starting, operations::stop);
      case RESIZING -> takeUp(vm, starting, operations::resize);
      case DESTROYING -> takeUp(vm, starting, operations::destroy);
      case RUNNING, STOPPED, UNKNOWN -> follow(vm, found);
      case FAILED, GONE -> {
        // Nothing of it is left to compare with.
      }
    }
  }

  /** At a start it is told; each minute that a backend is not ready for it would tell too often. */
  private void takeUp(Vm vm, boolean starting, Consumer<VmId> operation) {
    if (starting) {
      records.note(vm.id(), TAKEN_UP);
    }
    operation.accept(vm.id());
  }

  /** The record follows what the backend says of a VM that nobody is changing. */
  private void follow(Vm vm, Instance.@Nullable State found) {
    switch (found) {
      case null -> become(vm, VmState.UNKNOWN, VANISHED);
      case RUNNING -> {
        afterReboot.seenTo(vm);
        if (vm.state() != VmState.RUNNING) {
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
    } else if (!afterReboot.startsAgain() || !startedAgain(vm)) {
      become(vm, VmState.STOPPED, AfterReboot.WHY);
    }
    afterReboot.seenTo(vm);
  }

  private boolean startedAgain(Vm vm) {
    try {
      operations.startAgain(vm.id(), AfterReboot.WHY);
      return true;
    } catch (ProblemException e) {
      log.info("VM {} is not started again: {}", vm.id(), e.getMessage()); // its time is over
      return false;
    }
  }

  void become(Vm vm, VmState state, @Nullable String why) {
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
}
