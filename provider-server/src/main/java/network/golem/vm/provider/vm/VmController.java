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
 * A requestor's own VMs. Changes are answered at once with 202 and go on by themselves; the events
 * tell how.
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

  @PostMapping
  ResponseEntity<RentedVm> create(
      Caller caller,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
      @RequestBody CreateVm wanted) {
    return accepted(rentals.create(caller.nodeId(), RequestKey.of(key, "create", wanted), wanted));
  }

  @GetMapping
  VmList list(Caller caller) {
    return new VmList(rentals.list(caller.nodeId()).stream().map(this::described).toList());
  }

  @GetMapping("/{id}")
  RentedVm get(Caller caller, @PathVariable String id) {
    return described(rentals.get(caller.nodeId(), vmId(id)));
  }

  @GetMapping("/{id}/access")
  VmAccess access(Caller caller, @PathVariable String id) {
    return rentals.get(caller.nodeId(), vmId(id)).access(address.current());
  }

  @GetMapping("/{id}/stats")
  VmStats stats(Caller caller, @PathVariable String id) throws InterruptedException {
    return statistics.of(rentals.get(caller.nodeId(), vmId(id)));
  }

  @GetMapping("/{id}/events")
  SseEmitter events(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "0") String last) {
    return events.of(rentals.get(caller.nodeId(), vmId(id)).id(), sequence(last));
  }

  @PostMapping("/{id}/start")
  ResponseEntity<RentedVm> start(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key) {
    return accepted(rentals.start(caller.nodeId(), vmId(id), RequestKey.of(key, "start", id)));
  }

  @PostMapping("/{id}/stop")
  ResponseEntity<RentedVm> stop(
      Caller caller,
      @PathVariable String id,
      @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key) {
    return accepted(rentals.stop(caller.nodeId(), vmId(id), RequestKey.of(key, "stop", id)));
  }

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
