package network.golem.vm.proxy;

/** What is attached to a selection key: called when its channel can do what it waits for. */
@FunctionalInterface
interface Ready {
  void ready();
}
