package network.golem.vm.provider.vm;

import network.golem.vm.model.identity.NodeId;
import network.golem.vm.model.vm.VmId;

/**
 * Names of this provider's instances at the backend: they tell ours from those of others on the
 * same host.
 */
record InstanceNames(String prefix) {

  static InstanceNames of(NodeId provider) {
    return new InstanceNames("golem-" + provider.value().substring(0, 6) + "-");
  }

  String of(VmId id) {
    return prefix + id.value().substring("vm-".length());
  }

  /** Whose instance this is, or was. */
  VmId idOf(String instance) {
    return new VmId("vm-" + instance.substring(prefix.length()));
  }
}
