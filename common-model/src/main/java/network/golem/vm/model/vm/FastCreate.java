package network.golem.vm.model.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a VM of an image need not boot from nothing, since a guest that is nobody's yet was
 * booted in advance.
 *
 * @param image the image's name
 * @param sizes those that are ready now, one VM each
 * @param obstacle why there are none, in a line; absent where there is nothing to say
 */
public record FastCreate(String image, List<Resources> sizes, @Nullable String obstacle) {

  public FastCreate {
    sizes = List.copyOf(sizes);
  }

  String howItBoots(Resources size) {
    if (sizes.contains(size)) {
      return image + " goes on from a snapshot";
    }
    return image
        + " boots from nothing: "
        + (obstacle == null ? "none of this size is ready now" : obstacle);
  }
}
