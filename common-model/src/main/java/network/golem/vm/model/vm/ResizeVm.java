package network.golem.vm.model.vm;

import static network.golem.vm.model.problem.InvalidValueException.checkPresent;

/**
 * Body of {@code POST /api/v1/vms/{id}/resize}, for a stopped VM.
 *
 * @param resources the size to have; CPU and memory may grow and shrink, storage only grows
 */
public record ResizeVm(Resources resources) {

  public ResizeVm {
    checkPresent("resources", resources);
  }
}
