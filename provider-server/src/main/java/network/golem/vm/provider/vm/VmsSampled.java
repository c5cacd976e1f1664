package network.golem.vm.provider.vm;

import java.util.Map;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmStats;

/** An event: what the VMs that run use has been looked at; of some it may not be known. */
public record VmsSampled(Map<VmId, VmStats> stats) {

  public VmsSampled {
    stats = Map.copyOf(stats);
  }
}
