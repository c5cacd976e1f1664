package network.golem.vm.model.vm;

import java.util.List;

/**
 * Answer of {@code GET /api/v1/vms}.
 *
 * @param vms the caller's, oldest first
 */
public record VmList(List<RentedVm> vms) {

  public VmList {
    vms = List.copyOf(vms);
  }
}
