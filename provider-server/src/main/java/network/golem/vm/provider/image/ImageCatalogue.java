package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import network.golem.vm.model.json.Json;

/** All images that this provider knows, on this host or not. A requestor can name no others. */
public final class ImageCatalogue {

  private final List<Image> images;
  private final Map<String, Image> byName = new HashMap<>();

  /**
   * @param images in the order in which they are shown; no name or alias twice
   */
  public ImageCatalogue(List<Image> images) {
    this.images = List.copyOf(images);
    for (Image image : images) {
      add(image.name(), image);
      image.aliases().forEach(alias -> add(alias, image));
    }
  }

  /** The images that come with the provider. */
  public static ImageCatalogue builtIn() {
    try (InputStream json = ImageCatalogue.class.getResourceAsStream("catalogue.json")) {
      return new ImageCatalogue(
          List.of(Json.MAPPER.readValue(Objects.requireNonNull(json), Image[].class)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // closing what was in memory
    }
  }

  public Optional<Image> find(String nameOrAlias) {
    return Optional.ofNullable(byName.get(nameOrAlias));
  }

  public List<Image> all() {
    return images;
  }

  private void add(String name, Image image) {
    Image other = byName.putIfAbsent(name, image);
    if (other != null) {
      throw new IllegalArgumentException("two images go by the name " + name);
    }
  }
}
