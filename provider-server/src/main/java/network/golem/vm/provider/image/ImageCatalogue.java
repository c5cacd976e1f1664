package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.settings.ProviderSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DeserializationFeature;

/**
 * All images that this provider knows, on this host or not: those that come with it and those that
 * its owner has added, also while it runs. A requestor can name no others. Thread-safe.
 */
public final class ImageCatalogue {

  private static final Logger log = LoggerFactory.getLogger(ImageCatalogue.class);

  private final OwnImages own;
  private volatile Known known;

  private ImageCatalogue(OwnImages own) throws ImageException {
    this.own = own;
    this.known = Known.of(own);
  }

  /** The images that come with the provider. */
  public static ImageCatalogue builtIn() {
    try {
      return new ImageCatalogue(new OwnImages(Path.of("/nonexistent/images.json")));
    } catch (ImageException e) {
      throw new IllegalStateException("nothing of it was added by anybody", e);
    }
  }

  /** Those of a provider with these settings. */
  public static ImageCatalogue of(ProviderSettings settings) throws ImageException {
    return new ImageCatalogue(own(settings));
  }

  static OwnImages own(ProviderSettings settings) {
    return new OwnImages(settings.dataDirectory().resolve("images.json"));
  }

  public Optional<Image> find(String nameOrAlias) {
    return Optional.ofNullable(known().byName().get(nameOrAlias));
  }

  /** In the order in which they are shown. */
  public List<Image> all() {
    return known().images();
  }

  /** A file that was spoilt while the provider runs changes nothing. */
  private Known known() {
    String version = own.version();
    if (!version.equals(known.version())) {
      try {
        known = Known.of(own);
      } catch (ImageException e) {
        log.warn("images stay as they were: {}", e.getMessage());
        known = new Known(version, known.images(), known.byName());
      }
    }
    return known;
  }

  /**
   * What was read.
   *
   * @param version of the owner's file
   * @param byName by names and aliases
   */
  record Known(String version, List<Image> images, Map<String, Image> byName) {

    static Known of(OwnImages own) throws ImageException {
      String version = own.version();
      List<Image> images = Stream.concat(builtIn().stream(), own.read().stream()).toList();
      Map<String, Image> byName = new HashMap<>();
      for (Image image : images) {
        add(byName, image.name(), image, own);
        for (String alias : image.aliases()) {
          add(byName, alias, image, own);
        }
      }
      return new Known(version, images, Map.copyOf(byName));
    }

    private static void add(Map<String, Image> byName, String name, Image image, OwnImages own)
        throws ImageException {
      if (byName.putIfAbsent(name, image) != null) {
        throw new ImageException(
            "two images go by the name " + name,
            "Give the one in " + own.file() + " another name.");
      }
    }

    private static List<Image> builtIn() {
      try (InputStream json = ImageCatalogue.class.getResourceAsStream("catalogue.json")) {
        return Json.MAPPER
            .readerForListOf(Image.class)
            .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .readValue(Objects.requireNonNull(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // closing what was in memory
      }
    }
  }
}
