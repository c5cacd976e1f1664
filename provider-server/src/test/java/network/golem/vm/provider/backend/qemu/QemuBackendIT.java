package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.VmBackendContract;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with real QEMU processes and the smallest guest. */
class QemuBackendIT extends VmBackendContract {

  @TempDir private static Path directory;

  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();
  private final ImageStore images = new ImageStore(imageDirectory());

  @Override
  protected VmBackend openBackend() throws Exception {
    if (images.local(image()).isEmpty()) {
      new ImageBuild(images).build(image(), System.out::println);
    }
    return QemuBackend.open(directory, catalogue, images);
  }

  @Override
  protected Image image() {
    return catalogue.find("tiny").orElseThrow();
  }

  @Override
  protected Resources resources() {
    return new Resources(1, 1, 1);
  }

  @Override
  protected void checkNothingIsLeftOf(String instance) {
    assertThat(directory.resolve(instance)).doesNotExist();
  }

  @Test
  void refusesADirectoryWhosePathLeavesNoRoomForSockets() {
    Path deep = directory.resolve("d".repeat(90));
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(() -> QemuBackend.open(deep, catalogue, images))
        .withMessageContaining("choose a data directory whose path is shorter by");
  }

  /**
   * Shared with the other tests that boot guests: building an image takes longer than booting it.
   */
  private static Path imageDirectory() {
    String given = System.getenv("GOLEM_IMAGE_CACHE");
    Path cache =
        given == null
            ? Path.of(System.getProperty("user.home"), ".cache", "vm-on-golem", "images")
            : Path.of(given);
    return cache.toAbsolutePath();
  }
}
