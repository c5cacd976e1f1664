package network.golem.vm.requestor.choice;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import network.golem.vm.model.advertisement.Advertisement;
import network.golem.vm.model.vm.Capacity;
import network.golem.vm.model.vm.CreateVm;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.failure.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * Which of the providers gets the VM.
 *
 * @param providers those with valid statements
 */
public record ProviderChoice(List<Advertisement> providers) {

  private static final Resources LEAST = new Resources(1, 1, 1);
  private static final String TAKES_NONE = "takes no VM now: all is rented, or its machine is busy";
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
          ExitCode.NOT_FOUND,
          "there is no live provider '" + word + "'",
          Spelling.meant(word, providers.stream().map(Advertisement::name).toList())
              + SEE_PROVIDERS);
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

  /**
   * Those that have enough free, the one with the least to spare first. Never empty.
   *
   * @throws Failure when there is none
   */
  public List<Candidate> ranked(Resources wanted, @Nullable String image) {
    if (providers.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND, "discovery knows no live provider", "try again in some minutes");
    }
    List<Candidate> fitting =
        providers.stream()
            .filter(p -> objection(p, wanted, image) == null)
            .map(p -> new Candidate(p, spare(p.resources(), wanted), null, null))
            .sorted(
                Comparator.comparingDouble(Candidate::spare)
                    .thenComparing(c -> c.provider().providerId()))
            .toList();
    if (fitting.isEmpty()) {
      if (image != null && providers.stream().noneMatch(p -> offers(p, image))) {
        throw unknown("no provider has an image " + image, image, providers);
      }
      if (providers.stream().allMatch(ProviderChoice::takesNone)) {
        throw new NothingFree(
            providers,
            "no provider takes a VM now: all is rented, or their machines are busy",
            "try again in some minutes, or " + SEE_PROVIDERS);
      }
      throw new NothingFree(
          providers,
          "no provider has " + wanted + (image == null ? "" : " and the image " + image) + " free",
          "ask for less, or " + SEE_PROVIDERS);
    }
    return fitting;
  }

  private static Failure unknown(String detail, String image, List<Advertisement> among) {
    List<String> images =
        among.stream().flatMap(p -> p.images().stream()).distinct().sorted().toList();
    String there = images.isEmpty() ? "there is none" : "there are: " + String.join(", ", images);
    return new Failure(ExitCode.NOT_FOUND, detail, Spelling.meant(image, images) + there);
  }

  /** The one that was named, should it have enough free. */
  public Candidate only(Advertisement named, Resources wanted, @Nullable String image) {
    if (image != null && !offers(named, image)) {
      String detail = "provider " + named.name() + " has no image " + image;
      throw unknown(detail, image, List.of(named));
    }
    if (takesNone(named)) {
      throw new NothingFree(
          List.of(named),
          "provider " + named.name() + " " + TAKES_NONE,
          "try again in some minutes, or choose another: golem vm providers");
    }
    if (!named.resources().covers(wanted)) {
      throw new NothingFree(
          List.of(named),
          "provider " + named.name() + " has only " + named.resources() + " free, not " + wanted,
          "ask for less, or choose another: golem vm providers");
    }
    return new Candidate(named, spare(named.resources(), wanted), null, null);
  }

  /** Why a provider cannot have the VM; null when it can. */
  public static @Nullable String objection(
      Advertisement provider, Resources wanted, @Nullable String image) {
    if (takesNone(provider)) {
      return TAKES_NONE;
    }
    if (!provider.resources().covers(wanted)) {
      return "has only " + provider.resources() + " free";
    }
    if (offers(provider, image)) {
      return null;
    }
    return image == null ? "has no image" : "has no image " + image;
  }

  /** So little is no VM's. A provider whose owner needs the machine says that nothing is free. */
  private static boolean takesNone(Advertisement provider) {
    return !provider.resources().covers(LEAST);
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

  private static double spare(Capacity free, Resources wanted) {
    return (doublings(free.cpu(), wanted.cpu())
            + doublings(free.memory(), wanted.memory())
            + doublings(free.storage(), wanted.storage()))
        / 3;
  }

  private static double doublings(int free, int wanted) {
    return Math.log((double) free / wanted) / Math.log(2);
  }
}
