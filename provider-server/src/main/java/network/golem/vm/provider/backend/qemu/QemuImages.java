package network.golem.vm.provider.backend.qemu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageException;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.image.LocalImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that guests can be made from here. */
record QemuImages(ImageCatalogue catalogue, ImageStore store) {

  private static final Logger log = LoggerFactory.getLogger(QemuImages.class);

  /** Names of those that can be used with this acceleration. */
  Set<String> usable(Acceleration acceleration) {
    return catalogue.all().stream()
        .filter(image -> isUsable(image, acceleration))
        .map(Image::name)
        .collect(Collectors.toSet());
  }

  /** A full cloud image takes minutes to boot in software emulation: none is fetched for that. */
  private boolean isUsable(Image image, Acceleration acceleration) {
    if (acceleration == Acceleration.KVM) {
      return store.available(image);
    }
    return local(image).isPresent();
  }

  /** All whose files are here. */
  List<LocalImage> here() {
    return catalogue.all().stream().flatMap(image -> local(image).stream()).toList();
  }

  Optional<LocalImage> local(Image image) {
    try {
      return store.local(image);
    } catch (ImageException e) {
      log.warn("image {} cannot be used: {}", image.name(), e.getMessage());
      return Optional.empty();
    }
  }

  LocalImage fetch(Image image, Progress progress) throws BackendException, InterruptedException {
    try {
      return store.fetch(image, progress::detail);
    } catch (ImageException e) {
      throw new BackendException.Failed(String.valueOf(e.getMessage()), e);
    }
  }
}
