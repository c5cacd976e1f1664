package network.golem.vm.provider.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.golem.vm.model.vm.VmState;
import network.golem.vm.provider.settings.ProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * VMs that ran when the host was rebooted, or when the owner stopped them along with the provider:
 * they are to run again. Those that were stopped stay stopped. Which they are is kept in a file
 * until each has been seen to, for the provider may end at any time, and the backend may take
 * longer to come up than one provider lives. Thread-safe.
 */
@Component
class AfterReboot {

  static final String WHY = "the host was rebooted";
  private static final Logger log = LoggerFactory.getLogger(AfterReboot.class);

  /** One lost sight of counts as well: it ran as far as anybody knows. */
  private static final Set<VmState> RAN = EnumSet.of(VmState.RUNNING, VmState.UNKNOWN);

  private final HostBoot boot;
  private final VmRecords records;
  private final boolean startsAgain;
  private final Path file;
  private final Set<String> ran = new TreeSet<>();

  AfterReboot(HostBoot boot, VmRecords records, ProviderSettings settings) {
    this.boot = boot;
    this.records = records;
    this.startsAgain = settings.startAfterReboot();
    this.file = settings.dataDirectory().resolve("after-reboot");
  }

  /** Once, before anything is compared with what the backend says. */
  synchronized void findOut() {
    try {
      Set<String> up = new TreeSet<>();
      records.all().stream()
          .filter(vm -> RAN.contains(vm.state()))
          .forEach(vm -> up.add(vm.id().value()));
      if (boot.isNew()) {
        log.info(
            "{}: {} VMs ran before and {}",
            WHY,
            up.size(),
            startsAgain ? "are started again" : "stay stopped, as set");
      } else {
        up.retainAll(Files.exists(file) ? Files.readAllLines(file) : List.of());
      }
      ran.addAll(up);
      write();
      boot.remember();
    } catch (IOException e) {
      log.warn("whether the host was rebooted cannot be told: {}", e.getMessage());
    }
  }

  /** Whether this VM, found stopped, is down only because its host was. */
  synchronized boolean wentDownWithTheHost(Vm vm) {
    return ran.contains(vm.id().value()) && RAN.contains(vm.state());
  }

  /** What is to become of this VM has been recorded. */
  synchronized void seenTo(Vm vm) {
    if (!ran.remove(vm.id().value())) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
      log.warn("which VMs are to run again after a reboot cannot be kept: {}", e.getMessage());
    }
  }

  /** In one piece: a file cut short would be a VM that stays down. */
  private void write() throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, ran);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean startsAgain() {
    return startsAgain;
  }

  /** VMs are stopped by the provider's owner, as by a reboot. */
  void expect() throws IOException {
    boot.forget();
  }
}
