package network.golem.vm.provider.vm;

import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.RentedVm;
import network.golem.vm.model.vm.ResizeVm;
import network.golem.vm.model.vm.VmAccess;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmList;
import network.golem.vm.model.vm.VmStats;
import network.golem.vm.provider.node.PublicAddress;
import network.golem.vm.provider.web.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A requestor's own VMs: for whoever shows a certificate, which says whose VMs are meant. Changes
 * are answered at once with 202 and go on by themselves; the events tell how.
 */
@RestController
@RequestMapping("/api/v1/vms")
class VmController {

  private final Rentals rentals;
  private final EventStream events;
  private final Statistics statistics;
  private final PublicAddress address;

  VmController(Rentals rentals, EventStream events, Statistics statistics, PublicAddress address) {
    this.rentals = rentals;
    this.events = events;
    this.statistics = statistics;
    this.address = address;
  }

  /**
   * Makes a VM.
   *
   * @param key a UUID made by the client, so that a request that is sent twice is done once
   * @param wanted what it is to be
   * @return 202 with the VM, in {@code creating}; `Location` is its address
   * @throws ProblemException idempotency.key-required, idempotency.key-reused, vm.name-taken,
   *     requestor.refused, limit.exceeded, resources.exhausted, host.overloaded, ports.exhausted,
   *     image.unknown, image.unavailable, image.without-user-data, backend.unavailable,
   *     provider.stopping
   */
  @PostMapping
  ResponseEntity<RentedVm> create(
      Caller caller,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody CreateVm wanted) {
    return accepted(rentals.create(caller.nodeId(), RequestKey.of(key, "create", wanted), wanted));
  }

  /**
   * The caller's VMs, oldest first.
   *
   * @return 200
   */
  @GetMapping
  VmList list(Caller caller) {
    return new VmList(rentals.list(caller.nodeId()).stream().map(this::described).toList());
  }

  /**
   * One VM.
   *
   * @return 200
   * @throws ProblemException vm.not-found
   */
  @GetMapping("/{id}")
  RentedVm get(Caller caller, @PathVariable String id) {
    return described(rentals.get(caller.nodeId(), vmId(id)));
  }

  /**
   * How to reach it by SSH.
   *
   * @return 200
   * @throws ProblemException vm.not-found
   */
  @GetMapping("/{id}/access")
  VmAccess access(Caller caller, @PathVariable String id) {
    return rentals.get(caller.nodeId(), vmId(id)).access(address.current());
  }

  /**
   * What it uses now.
   *
   * @return 200
   * @throws ProblemException vm.not-found, vm.state-conflict, backend.failed
   */
  @GetMapping("/{id}/stats")
  VmStats stats(Caller caller, @PathVariable String id) throws InterruptedException {
    return statistics.of(rentals.get(caller.nodeId(), vmId(id)));
  }

  /**
   * What happened to it, and what happens from now on, as server-sent events.
   *
   * @param last the id of the last event that is known; those after it are sent
   * @return 200, {@code text/event-stream} of {@code VmEvent}; it ends when the VM is gone
   * @throws ProblemException vm.not-found
   */
  @GetMapping("/{id}/events")
  SseEmitter events(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "0") String last) {
    return events.of(rentals.get(caller.nodeId(), vmId(id)).id(), sequence(last));
  }

  /**
   * Starts a stopped VM.
   *
   * @param key a UUID made by the client, so that a request that is sent twice is done once
   * @return 202
   * @throws ProblemException idempotency.key-required, idempotency.key-reused, vm.not-found,
   *     vm.state-conflict, provider.stopping
   */
  @PostMapping("/{id}/start")
  ResponseEntity<RentedVm> start(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key) {
    return accepted(rentals.start(caller.nodeId(), vmId(id), RequestKey.of(key, "start", id)));
  }

  /**
   * Stops a running VM; what it has rented stays its own.
   *
   * @param key a UUID made by the client, so that a request that is sent twice is done once
   * @return 202
   * @throws ProblemException idempotency.key-required, idempotency.key-reused, vm.not-found,
   *     vm.state-conflict, provider.stopping
   */
  @PostMapping("/{id}/stop")
  ResponseEntity<RentedVm> stop(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key) {
    return accepted(rentals.stop(caller.nodeId(), vmId(id), RequestKey.of(key, "stop", id)));
  }

  /**
   * Gives a stopped VM another size.
   *
   * @param key a UUID made by the client, so that a request that is sent twice is done once
   * @param wanted the size to have
   * @return 202
   * @throws ProblemException idempotency.key-required, idempotency.key-reused, vm.not-found,
   *     vm.state-conflict, limit.exceeded, resources.exhausted, host.overloaded, provider.stopping
   */
  @PostMapping("/{id}/resize")
  ResponseEntity<RentedVm> resize(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody ResizeVm wanted) {
    return accepted(
        rentals.resize(
            caller.nodeId(),
            vmId(id),
            RequestKey.of(key, "resize", id, wanted),
            wanted.resources()));
  }

  /**
   * Destroys a VM with all that is in it.
   *
   * @return 202; once it is gone, its address is that of nothing
   * @throws ProblemException vm.not-found, vm.state-conflict, provider.stopping
   */
  @DeleteMapping("/{id}")
  ResponseEntity<RentedVm> destroy(Caller caller, @PathVariable String id) {
    return accepted(rentals.destroy(caller.nodeId(), vmId(id)));
  }

  private ResponseEntity<RentedVm> accepted(Vm vm) {
    return ResponseEntity.accepted()
        .header("Location", "/api/v1/vms/" + vm.id())
        .body(described(vm));
  }

  private RentedVm described(Vm vm) {
    return vm.describedAt(address.current());
  }

  private static VmId vmId(String text) {
    return new VmId(text);
  }

  private static long sequence(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("Last-Event-ID", text, "the id of an event");
    }
  }
}
