package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.process.CommandException;

/**
 * Boots guests up to where they would ask who they are, and keeps them as they are then. They are
 * confined as VMs are, nothing leads to them meanwhile, and nothing out where guests are isolated.
 */
record SnapshotMaker(Snapshots snapshots, QemuBoot boot) {

  void make(SnapshotKind kind, String key)
      throws BackendException, CommandException, IOException, InterruptedException {
    InstanceDirectory draft = snapshots.draft(key);
    snapshots.remove(draft);
    draft.create();
    try {
      Disks.makeDisk(draft, kind.image(), kind.size());
      Disks.makeBlankSeed(draft);
      Blueprint blueprint = Blueprint.of(kind.size(), kind.image(), draft);
      draft.write(blueprint);
      QemuProcess process = boot.bootUpTo(kind.marker(), draft, blueprint.waiting());
      GuestMemory.save(process);
      process.switchOff();
      snapshots.publish(key);
    } finally {
      boolean interrupted = Thread.interrupted();
      snapshots.remove(draft);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
