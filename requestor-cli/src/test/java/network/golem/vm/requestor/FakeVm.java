package network.golem.vm.requestor;

import java.time.Instant;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;

/** The life of a VM at a {@link FakeProvider}. */
final class FakeVm {

  private FakeVm() {}

  static RentedVm made(VmId id, CreateVm wanted, VmAccess access) {
    Instant now = Instant.now();
    Long seconds = wanted.duration();
    return new RentedVm(
        id,
        wanted.name(),
        VmState.CREATING,
        wanted.image(),
        wanted.resources(),
        access,
        null,
        null,
        seconds == null ? null : now.plusSeconds(seconds),
        now,
        now);
  }

  static RentedVm in(RentedVm vm, VmState state, VmAccess access, String message) {
    return of(vm, state, vm.resources(), access, message);
  }

  static RentedVm resized(RentedVm vm, Resources resources) {
    return of(vm, vm.state(), resources, vm.access(), null);
  }

  /** What comes of a state that does not last. */
  static VmState settled(VmState state, boolean fails) {
    return switch (state) {
      case CREATING, STARTING -> fails ? VmState.FAILED : VmState.RUNNING;
      case STOPPING, RESIZING -> VmState.STOPPED;
      case DESTROYING -> VmState.GONE;
      default -> state;
    };
  }

  private static RentedVm of(
      RentedVm vm, VmState state, Resources resources, VmAccess access, String message) {
    return new RentedVm(
        vm.id(),
        vm.name(),
        state,
        vm.image(),
        resources,
        access,
        null,
        message,
        vm.expiresAt(),
        vm.createdAt(),
        Instant.now());
  }
}
