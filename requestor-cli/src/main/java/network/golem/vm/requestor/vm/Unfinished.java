package network.golem.vm.requestor.vm;

import network.golem.vm.model.vm.VmState;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.record.Known;
import network.golem.vm.requestor.record.VmRecord;
import network.golem.vm.requestor.session.Session;

/**
 * A VM whose making was cut off, asked for once more. With the same idempotency key it goes on, and
 * makes one VM at the most.
 */
record Unfinished(Session session, VmRecord vm) {

  /** False when the provider has made it, as far as is known here. */
  boolean isBeingMade() {
    Known known = vm.known();
    return known == null || known.state() == VmState.CREATING;
  }

  /** That something else is asked for now. */
  Failure another() {
    return new Failure(
        ExitCode.REFUSED,
        "VM "
            + vm.name()
            + " is being made already, as "
            + vm.order().summary()
            + " at "
            + vm.provider().label()
            + ", and not as asked for now",
        "go on with that one: golem vm create "
            + vm.name()
            + "; or start over: golem vm destroy "
            + vm.name());
  }

  /** Says that it goes on. */
  void announce() {
    String what =
        vm.known() == null
            ? "Going on with the earlier request for " + vm.name() + ", which got no answer: "
            : "Going on with " + vm.name() + ", which was being made: ";
    session
        .terminal()
        .say(
            what
                + vm.order().summary()
                + " at "
                + vm.provider().label()
                + ". To start over: golem vm destroy "
                + vm.name());
  }
}
