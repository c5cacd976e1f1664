package network.golem.vm.provider.backend;

import java.util.Objects;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.Image;

/**
 * What to make.
 *
 * @param instance its name: a letter, then letters, digits and single hyphens, at most 63
 */
public record LaunchRequest(
    String instance, Image image, Resources resources, CloudConfig cloudConfig) {

  /** The host key that the guest is to have. */
  public HostKey hostKey() {
    return Objects.requireNonNull(cloudConfig.hostKey(), "a new guest is given its host key");
  }
}
