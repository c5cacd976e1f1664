package network.golem.vm.requestor.discovery;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Which of the providers gets the VM.
 *
 * @param providers those with valid statements
 */
public record ProviderChoice(List<Advertisement> providers) {

  private static final String SEE_PROVIDERS = "see who has what: golem vm providers";

  public ProviderChoice {
    providers = List.copyOf(providers);
  }

  /**
   * The one that a user means.
   *
   * @param word a provider's name, or the beginning of its id, as long as it fits one provider only
   */
  public Advertisement named(String word) {
    List<Advertisement> found = providers.stream().filter(p -> p.name().equals(word)).toList();
    if (found.isEmpty()) {
      found = providers.stream().filter(p -> p.providerId().value().startsWith(word)).toList();
    }
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND, "there is no live provider '" + word + "'", SEE_PROVIDERS);
    }
    if (found.size() > 1) {
      String each =
          found.stream()
              .map(p -> p.providerId().abbreviated() + " (" + p.name() + ")")
              .collect(Collectors.joining(", "));
      throw new Failure(
          ExitCode.USAGE,
          "'" + word + "' fits " + found.size() + " providers: " + each,
          "give more characters of the id");
    }
    return found.getFirst();
  }

  /** Of those that have enough free, the one with the least to spare. */
  public Advertisement leastWasteful(Resources wanted, @Nullable String image) {
    if (providers.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND, "discovery knows no live provider", "try again in some minutes");
    }
    return providers.stream()
        .filter(p -> p.resources().covers(wanted))
        .filter(p -> offers(p, image))
        .min(
            Comparator.comparingDouble((Advertisement p) -> waste(p.resources(), wanted))
                .thenComparing(Advertisement::providerId))
        .orElseThrow(() ->
            new Failure(
                ExitCode.REFUSED,
                "no provider has "
                    + wanted
                    + (image == null ? "" : " and the image " + image)
                    + " free",
                "ask for less, or " + SEE_PROVIDERS));
  }

  /** The image that a VM gets when nobody asks for one. */
  public static String bestImage(Advertisement provider) {
    if (provider.images().isEmpty()) {
      throw new Failure(
          ExitCode.REFUSED,
          "provider " + provider.name() + " has no image to make a VM from",
          "choose another provider: golem vm providers");
    }
    return provider.images().contains(CreateVm.DEFAULT_IMAGE)
        ? CreateVm.DEFAULT_IMAGE
        : provider.images().getFirst();
  }

  /** An image may go by its release alone: {@code 24.04} for {@code ubuntu-24.04}. */
  private static boolean offers(Advertisement provider, @Nullable String image) {
    return image == null
        ? !provider.images().isEmpty()
        : provider.images().stream().anyMatch(i -> i.equals(image) || i.endsWith("-" + image));
  }

  /** What would be left, measured in VMs of the wanted size. */
  private static double waste(Capacity free, Resources wanted) {
    return (double) (free.cpu() - wanted.cpu()) / wanted.cpu()
        + (double) (free.memory() - wanted.memory()) / wanted.memory()
        + (double) (free.storage() - wanted.storage()) / wanted.storage();
  }
}
