package network.golem.vm.provider.vm;

import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.Resources;

/**
 * On what terms the owner rents out.
 *
 * @param offer what is rented out in all
 * @param smallest the smallest VM that is made
 * @param maxVms how many VMs there may be at a time
 */
record Terms(Capacity offer, Resources smallest, int maxVms) {

  /** Refuses sizes that this provider never rents out, whatever is free. */
  void check(Resources wanted) {
    check("resources.cpu", wanted.cpu(), smallest.cpu());
    check("resources.memory", wanted.memory(), smallest.memory());
    check("resources.storage", wanted.storage(), smallest.storage());
  }

  private static void check(String field, int wanted, int least) {
    if (wanted < least) {
      throw new InvalidValueException(field, wanted, least + " or more at this provider");
    }
  }
}
