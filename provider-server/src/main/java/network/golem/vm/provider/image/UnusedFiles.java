package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What lies in the images' directory and is of no more use: versions that newer ones replaced,
 * images that are in no catalogue, and what downloads and builds left that never came to their end.
 * VMs have links of their own to what they are based on; a version with such links stays, for
 * removing it would free nothing.
 */
record UnusedFiles(Path directory, List<Image> catalogue, Instant now) {

  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{16}");

  /** No build or download takes as long. */
  private static final Duration UNDER_WAY = Duration.ofDays(1);

  /** Something to remove, and the bytes that this frees. */
  record Unused(Path path, long bytes) {

    void remove() throws IOException {
      FileSystemUtils.deleteRecursively(path);
    }
  }

  List<Unused> find() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    Map<String, Image> byName = new HashMap<>();
    catalogue.forEach(image -> byName.put(image.name(), image));
    List<Unused> unused = new ArrayList<>();
    for (Path home : list(directory, Files::isDirectory)) {
      Image image = byName.get(home.getFileName().toString());
      if (image != null) {
        collect(home, image, unused);
      } else if (Manifest.read(home).isPresent() && !isLinked(home)) {
        unused.add(measured(home));
      }
    }
    return unused;
  }

  private void collect(Path home, Image image, List<Unused> unused) throws IOException {
    Optional<Manifest> manifest = Manifest.read(home);
    for (Path path : list(home, _ -> true)) {
      String name = path.getFileName().toString();
      boolean old = Files.getLastModifiedTime(path).toInstant().plus(UNDER_WAY).isBefore(now);
      boolean replaced =
          VERSION.matcher(name).matches()
              && manifest.isPresent()
              && !manifest.get().version().equals(name)
              && !isLinked(path);
      boolean given = name.startsWith("new-") && old;
      boolean part = name.contains(".part") && (old || !isPartOf(image, name));
      if (replaced || given || part) {
        unused.add(measured(path));
      }
    }
  }

  private static boolean isPartOf(Image image, String name) {
    return image.source() instanceof Image.Download download
        && name.startsWith(ImageDownloads.partName(download));
  }

  /** Whether a VM has a file of it, too. */
  private static boolean isLinked(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (((Number) Files.getAttribute(file, "unix:nlink")).intValue() > 1) {
          return true;
        }
      }
      return false;
    }
  }

  private static Unused measured(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return new Unused(
          path, files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum());
    }
  }

  private static List<Path> list(Path directory, Predicate<Path> filter) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(filter).sorted().toList();
    }
  }
}
