package network.golem.vm.provider.vm;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.problem.ProblemException;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.port.AccessPorts;
import network.golem.vm.provider.resource.HostRoom;
import org.springframework.stereotype.Component;

/**
 * What is offered, reserved and free. Always computed from the records: there is no second count
 * that could differ from them. Call within the transaction that acts on the answer.
 */
@Component
class Ledger {

  private final Vms vms;
  private final Terms terms;
  private final AccessPorts ports;
  private final HostRoom room;
  private final LatestUse use;

  Ledger(Vms vms, Terms terms, AccessPorts ports, HostRoom room, LatestUse use) {
    this.vms = vms;
    this.terms = terms;
    this.ports = ports;
    this.room = room;
    this.use = use;
  }

  Capacity offer() {
    return terms.offer();
  }

  Capacity reserved() {
    return reserved(vms.findByReservedTrue());
  }

  /** How many VMs there can be: as many as the owner wants, and as have a port to be reached at. */
  int mostVms() {
    return Math.min(terms.maxVms(), ports.useful());
  }

  /** Nothing is free for a VM that would be one too many, or too much for the host. */
  Capacity free() {
    return room.overload().isPresent() ? Capacity.NONE : left(vms.findByReservedTrue());
  }

  private Capacity left(List<Vm> holders) {
    return holders.size() >= mostVms() ? Capacity.NONE : terms.offer().minus(reserved(holders));
  }

  /**
   * Refuses a VM that there is no room for, or too much for its requestor; else returns the port it
   * is to have.
   */
  int admit(NodeId requestor, Resources wanted) {
    List<Vm> holders = vms.findByReservedTrue();
    terms.quota().check(of(requestor, holders), wanted);
    Capacity free = left(holders);
    if (!free.covers(wanted)) {
      String why =
          holders.size() >= mostVms()
              ? "this provider has room for no more VMs: " + mostVms() + " is its most"
              : "asked for " + wanted + ", but only " + free + " is free";
      throw exhausted(why, free, "Ask for less, or choose another provider: golem vm providers.");
    }
    Set<Integer> taken = holders.stream().map(Vm::port).collect(Collectors.toSet());
    return ports
        .free(taken)
        .orElseThrow(() ->
            new ProblemException(
                ProblemCode.PORTS_EXHAUSTED,
                "all access ports " + ports + " are taken",
                "Choose another provider."));
  }

  /** Refuses a new VM that the host has no room for, whatever the books say. */
  void checkHost(Resources wanted) {
    room.check(wanted, use.promised(vms.findByReservedTrue()));
  }

  /** Refuses to give a VM more than there is besides what it holds. */
  void admitGrowth(Vm vm, Resources wanted) {
    List<Vm> others =
        vms.findByReservedTrue().stream().filter(other -> !other.id().equals(vm.id())).toList();
    Capacity free = terms.offer().minus(reserved(others));
    Resources held = vm.held();
    boolean grows =
        wanted.cpu() > held.cpu()
            || wanted.memory() > held.memory()
            || wanted.storage() > held.storage();
    if (grows) {
      terms.quota().check(of(vm.requestor(), others), wanted);
    }
    if (grows && !free.covers(wanted)) {
      throw exhausted(
          "asked for " + wanted + ", but only " + free + " is there for this VM",
          free,
          "Ask for less, or create a VM at another provider: golem vm providers.");
    }
  }

  private static List<Vm> of(NodeId requestor, List<Vm> holders) {
    return holders.stream().filter(vm -> vm.requestor().equals(requestor)).toList();
  }

  private static ProblemException exhausted(String why, Capacity free, String hint) {
    return new ProblemException(
        Problem.of(ProblemCode.RESOURCES_EXHAUSTED, why, hint).with("free", free));
  }

  private static Capacity reserved(List<Vm> holders) {
    return holders.stream().map(Vm::held).reduce(Capacity.NONE, Capacity::plus, (a, _) -> a);
  }
}
