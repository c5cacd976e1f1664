package network.golem.vm.provider.vm;

import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;

/** How far a backend is with a VM, written into its record and its history. */
record RecordedProgress(VmRecords records, VmId id) implements Progress {

  @Override
  public void phase(Phase phase) {
    records.enter(id, phase);
  }

  @Override
  public void detail(String text) {
    records.note(id, text);
  }
}
