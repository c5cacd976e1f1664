package network.golem.vm.provider.vm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends rentals whose time is over: their VMs are stopped, and destroyed after a grace. */
@Component
class Expiry {

  private static final Logger log = LoggerFactory.getLogger(Expiry.class);

  private final VmRecords records;
  private final Operations operations;
  private final Duration grace;
  private final Clock clock;

  Expiry(VmRecords records, Operations operations, Terms terms, Clock clock) {
    this.records = records;
    this.operations = operations;
    this.grace = terms.expiryGrace();
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT20S", initialDelayString = "PT20S")
  void everyNowAndThen() {
    enforce(clock.instant());
  }

  /** One pass over all VMs, as of that time. */
  void enforce(Instant now) {
    for (Vm vm : records.all()) {
      Instant end = vm.expiresAt();
      if (end != null && !now.isBefore(end)) {
        try {
          end(vm, end.plus(grace), now);
        } catch (ProblemException e) {
          log.debug("VM {} has changed meanwhile", vm.id(), e);
        }
      }
    }
  }

  private void end(Vm vm, Instant destruction, Instant now) {
    if (!now.isBefore(destruction)) {
      if (vm.state() != VmState.DESTROYING) {
        log.info("VM {} is destroyed: its time and its grace are over", vm.id());
        operations.destroy(vm.id());
      }
    } else if (vm.state() == VmState.RUNNING) {
      log.info("VM {} is stopped: its time is over", vm.id());
      records.change(vm.id(), Vm::stopping);
      records.note(
          vm.id(), "its time is over: it is stopped, and will be destroyed at " + destruction);
      operations.stop(vm.id());
    }
  }
}
