package network.golem.vm.model.vm;

import java.util.List;
import network.golem.vm.model.json.JsonObject;

/**
 * Answer of {@code GET /api/v1/vms}.
 *
 * @param vms the caller's, oldest first
 */
public record VmList(List<RentedVm> vms) {

  public VmList {
    vms = List.copyOf(vms);
  }

  /** Reads it as it stands on the wire. */
  public static VmList of(JsonObject json) {
    return new VmList(json.objects("vms", RentedVm::of));
  }
}
