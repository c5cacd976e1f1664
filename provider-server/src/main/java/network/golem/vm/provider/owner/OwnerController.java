package network.golem.vm.provider.owner;

import java.util.List;
import java.util.Optional;
import network.golem.vm.model.identity.Identity;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.backend.BackendGuard;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import network.golem.vm.provider.web.Caller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * For whoever has the provider's own identity file, and therefore is its owner: what {@code
 * golem-provider status} and {@code vms} ask. For anybody else there is nothing here. These may
 * change with any version.
 */
@RestController
@RequestMapping("/api/v1/owner")
class OwnerController {

  private final Identity identity;
  private final StatusReport report;
  private final BackendGuard guard;
  private final Inventory inventory;
  private final Optional<OwnerLink> page;

  OwnerController(
      Identity identity,
      StatusReport report,
      BackendGuard guard,
      Inventory inventory,
      Optional<OwnerLink> page) {
    this.identity = identity;
    this.report = report;
    this.guard = guard;
    this.inventory = inventory;
    this.page = page;
  }

  /**
   * How the provider does, and why renters do not come.
   *
   * @return 200
   * @throws ProblemException route.not-found
   */
  @GetMapping("/status")
  Status status(Caller caller) throws InterruptedException {
    checkOwner(caller);
    return report.now();
  }

  /**
   * The link to the status page, a secret.
   *
   * @return 200, {@code text/plain}; empty where there is no such page
   * @throws ProblemException route.not-found
   */
  @GetMapping("/page")
  String page(Caller caller) {
    checkOwner(caller);
    return page.map(OwnerLink::link).orElse("");
  }

  /**
   * All VMs, whosesoever they are, and instances that have no record.
   *
   * @return 200
   * @throws ProblemException route.not-found, backend.unavailable
   */
  @GetMapping("/vms")
  VmsOfOwner vms(Caller caller) throws InterruptedException {
    checkOwner(caller);
    return new VmsOfOwner(
        inventory.known(), guard.outage().isPresent() ? null : inventory.orphans());
  }

  /**
   * Everything that happened to a VM.
   *
   * @return 200
   * @throws ProblemException route.not-found, vm.not-found
   */
  @GetMapping("/vms/{id}/events")
  List<VmEvent> history(Caller caller, @PathVariable String id) {
    checkOwner(caller);
    return inventory.history(new VmId(id));
  }

  /**
   * Puts an instance that has no record back on record, for the renter whose it was.
   *
   * @return 200
   * @throws ProblemException route.not-found, vm.not-found, vm.state-conflict, vm.name-taken,
   *     limit.exceeded, resources.exhausted, ports.exhausted, backend.unavailable
   */
  @PostMapping("/instances/{instance}/adopt")
  KnownVm adopt(Caller caller, @PathVariable String instance) throws InterruptedException {
    checkOwner(caller);
    return inventory.adopt(instance);
  }

  /**
   * Removes an instance.
   *
   * @param force also one that a VM on record runs in
   * @throws ProblemException route.not-found, vm.not-found, vm.state-conflict, backend.unavailable,
   *     provider.stopping
   */
  @DeleteMapping("/instances/{instance}")
  void remove(
      Caller caller,
      @PathVariable String instance,
      @RequestParam(defaultValue = "false") boolean force)
      throws InterruptedException {
    checkOwner(caller);
    inventory.remove(instance, force);
  }

  private void checkOwner(Caller caller) {
    if (!caller.nodeId().equals(identity.nodeId())) {
      throw new ProblemException(ProblemCode.ROUTE_NOT_FOUND, "nothing is here for you");
    }
  }
}
