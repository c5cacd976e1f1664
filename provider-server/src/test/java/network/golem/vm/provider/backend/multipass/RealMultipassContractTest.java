package network.golem.vm.provider.backend.multipass;

import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.VmBackendContract;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs where there is a Multipass, with real VMs. */
@Tag("multipass")
@EnabledIf("isMultipassHere")
class RealMultipassContractTest extends VmBackendContract {

  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();

  static boolean isMultipassHere() {
    return MultipassProgram.find(null).isPresent();
  }

  @Override
  protected VmBackend openBackend() {
    return new MultipassBackend(MultipassProgram.find(null).orElseThrow(), catalogue.all(), null);
  }

  @Override
  protected Image image() {
    return catalogue.all().stream()
        .filter(image -> image.multipassAlias() != null)
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected Resources resources() {
    return new Resources(1, 1, 10);
  }
}
