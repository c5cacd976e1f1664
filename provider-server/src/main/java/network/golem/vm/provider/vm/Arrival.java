package network.golem.vm.provider.vm;

import java.io.IOException;
import java.time.Duration;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Phase;
import org.springframework.stereotype.Component;

/** The last phase of coming up: a VM runs once its own SSH server answers through its door. */
@Component
class Arrival {

  private static final Duration SSH_DEADLINE = Duration.ofMinutes(3);

  /** The reconciler asks again each minute. */
  private static final Duration FIND_DEADLINE = Duration.ofSeconds(30);

  private final VmRecords records;
  private final Doors doors;

  Arrival(VmRecords records, Doors doors) {
    this.records = records;
    this.doors = doors;
  }

  /** Of a VM that is being made or started. */
  void await(VmId id) throws BackendException, IOException, InterruptedException {
    records.enter(id, Phase.SSH);
    await(id, SSH_DEADLINE);
  }

  /** Of a VM that was lost sight of, and stays what it is until it answers. */
  void find(VmId id) throws BackendException, IOException, InterruptedException {
    await(id, FIND_DEADLINE);
  }

  private void await(VmId id, Duration deadline)
      throws BackendException, IOException, InterruptedException {
    Vm vm = records.get(id);
    doors.open(vm);
    doors.awaitAnswer(vm, deadline);
    records.change(id, Vm::running);
  }
}
