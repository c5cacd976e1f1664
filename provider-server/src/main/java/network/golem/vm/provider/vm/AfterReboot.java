package network.golem.vm.provider.vm;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.settings.ProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * VMs that ran when the host was rebooted, or when the owner stopped them along with the provider:
 * they are to run again. Those that were stopped stay stopped. Thread-safe.
 */
@Component
class AfterReboot {

  static final String WHY = "the host was rebooted";
  private static final Logger log = LoggerFactory.getLogger(AfterReboot.class);

  private final HostBoot boot;
  private final VmRecords records;
  private final boolean startsAgain;
  private final Set<VmId> ran = ConcurrentHashMap.newKeySet();

  AfterReboot(HostBoot boot, VmRecords records, ProviderSettings settings) {
    this.boot = boot;
    this.records = records;
    this.startsAgain = settings.startAfterReboot();
  }

  /** Once, before anything is compared with what the backend says. */
  void findOut() {
    try {
      if (boot.isNew()) {
        records.all().stream()
            .filter(vm -> vm.state() == VmState.RUNNING)
            .forEach(vm -> ran.add(vm.id()));
        log.info(
            "{}: {} VMs ran before and {}",
            WHY,
            ran.size(),
            startsAgain ? "are started again" : "stay stopped, as set");
      }
      remember();
    } catch (IOException e) {
      log.warn("whether the host was rebooted cannot be told: {}", e.getMessage());
    }
  }

  /** Whether this VM, found stopped, is down only because its host was. */
  boolean wentDownWithTheHost(Vm vm) {
    boolean went = ran.remove(vm.id());
    remember();
    return went;
  }

  /** The backend itself has started it again. */
  void runs(Vm vm) {
    wentDownWithTheHost(vm);
  }

  boolean startsAgain() {
    return startsAgain;
  }

  /** VMs are stopped by the provider's owner, as by a reboot. */
  void expect() throws IOException {
    boot.forget();
  }

  /** Not before all have been seen to: the provider may end at any time. */
  private void remember() {
    if (!ran.isEmpty()) {
      return;
    }
    try {
      boot.remember();
    } catch (IOException e) {
      log.warn("the host's boot id cannot be kept: {}", e.getMessage());
    }
  }
}
