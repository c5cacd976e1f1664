package network.golem.vm.model.vm;

import java.util.List;
import java.util.Optional;
import network.golem.vm.model.identity.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/provider}.
 *
 * @param providerId the provider's node id
 * @param name what its owner calls it
 * @param country ISO 3166-1 alpha-2, when the owner says
 * @param platform for example {@code linux/amd64}
 * @param version of the provider program
 * @param backend {@code multipass} or {@code qemu}
 * @param images names that a VM can be made from now
 * @param fastCreate of which images a VM need not boot from nothing
 * @param offer what is rented out in all
 * @param reserved what VMs have taken of it
 * @param free what is left
 * @param load how busy its machine is
 * @param overload why it takes no VMs now and nothing is free; absent while its machine is not too
 *     busy
 */
public record ProviderInfo(
    NodeId providerId,
    String name,
    @Nullable String country,
    String platform,
    String version,
    String backend,
    List<String> images,
    List<FastCreate> fastCreate,
    Capacity offer,
    Capacity reserved,
    Capacity free,
    @Nullable HostLoad load,
    @Nullable String overload) {

  public ProviderInfo {
    images = List.copyOf(images);
    fastCreate = fastCreate == null ? List.of() : List.copyOf(fastCreate); // older providers
  }

  /**
   * How a VM would come up now, in a line; empty where this provider does not say.
   *
   * @param image its name, not an alias
   */
  public Optional<String> howItBoots(String image, Resources size) {
    return fastCreate.stream()
        .filter(state -> state.image().equals(image))
        .map(state -> state.howItBoots(size))
        .findFirst();
  }
}
