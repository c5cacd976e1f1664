package network.golem.vm.provider.page;

import java.util.List;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.provider.owner.Status;
import network.golem.vm.provider.owner.StatusReport;
import network.golem.vm.provider.vm.Inventory;
import network.golem.vm.provider.vm.Inventory.KnownVm;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * What the status page asks for, on its own port, of whoever came by the owner's link.
 *
 * @see PageGate
 */
@RestController
@RequestMapping(PageGate.FILES)
@Conditional(PageConfiguration.Wanted.class)
class PageController {

  private final StatusReport report;
  private final Inventory inventory;
  private final LoadHistory loads;
  private final Viewers viewers;

  PageController(StatusReport report, Inventory inventory, LoadHistory loads, Viewers viewers) {
    this.report = report;
    this.inventory = inventory;
    this.loads = loads;
    this.viewers = viewers;
  }

  /** All that the page shows at a time. */
  record View(Status status, List<ShownVm> vms) {}

  /** A VM and how busy it was. */
  record ShownVm(KnownVm vm, List<LoadHistory.Sample> load) {}

  /**
   * All that the page shows, now and each time that it changes, as server-sent events.
   *
   * @return 200, {@code text/event-stream}
   */
  @GetMapping("live")
  SseEmitter live() {
    return viewers.join(this::view);
  }

  /**
   * Everything that happened to a VM.
   *
   * @return 200
   * @throws ProblemException vm.not-found
   */
  @GetMapping("vms/{id}/events")
  List<VmEvent> history(@PathVariable String id) {
    return inventory.history(new VmId(id));
  }

  private View view() throws InterruptedException {
    return new View(
        report.now(),
        inventory.known().stream().map(vm -> new ShownVm(vm, loads.of(vm.id()))).toList());
  }
}
