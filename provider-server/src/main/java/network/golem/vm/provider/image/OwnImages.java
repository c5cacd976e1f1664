package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import network.golem.vm.model.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * The images that the owner has added to those that come with the provider: a file of JSON, in the
 * form of {@code catalogue.json}, that the owner may also write by hand.
 */
record OwnImages(Path file) {

  private static final ObjectReader READER =
      Json.MAPPER
          .readerForListOf(Image.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Changes whenever the file does; empty where there is none. */
  String version() {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file);
    } catch (IOException e) {
      return "";
    }
  }

  List<Image> read() throws ImageException {
    try {
      List<@Nullable Image> images = READER.readValue(Files.readAllBytes(file));
      return images.stream().filter(Objects::nonNull).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (JacksonException e) {
      throw new ImageException(
          file + " is no list of images: " + e.getOriginalMessage(),
          "Correct it, or remove it and add its images again: golem-provider image add.",
          e);
    } catch (IOException e) {
      throw ImageException.ofFiles("Reading " + file, e);
    }
  }

  void add(Image image) throws ImageException {
    write(Stream.concat(read().stream(), Stream.of(image)).toList());
  }

  /** Whether there was one. */
  boolean remove(String name) throws ImageException {
    List<Image> before = read();
    List<Image> after = before.stream().filter(image -> !image.name().equals(name)).toList();
    if (after.size() < before.size()) {
      write(after);
    }
    return after.size() < before.size();
  }

  private void write(List<Image> images) throws ImageException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(draft.getParent());
      Files.write(draft, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(images));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw ImageException.ofFiles("Writing " + file, e);
    }
  }
}
