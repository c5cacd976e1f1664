package network.golem.vm.provider.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The scripts that build images, as they come with the provider. */
@FunctionalInterface
interface Recipes {

  /** Puts them into an existing directory, each recipe in one of its name. */
  void copyTo(Path directory) throws IOException;

  /**
   * Tells apart what makes different images.
   *
   * @param directory of all recipes
   */
  static String digest(Path directory, String recipe) throws IOException {
    MessageDigest digest = sha256();
    for (String part : List.of(recipe, "lib")) {
      Path home = directory.resolve(part);
      try (Stream<Path> all = Files.exists(home) ? Files.walk(home) : Stream.empty()) {
        for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
          digest.update(
              (directory.relativize(file) + "\n" + Files.size(file) + "\n").getBytes(UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Those on the class path, in a jar or not. */
  static Recipes bundled() {
    return directory -> {
      String root = "/network/golem/vm/provider/image/recipes/";
      for (Resource resource :
          new PathMatchingResourcePatternResolver().getResources("classpath:" + root + "**")) {
        String url = resource.getURL().toString();
        if (resource.isReadable() && !url.endsWith("/")) {
          Path file = directory.resolve(url.substring(url.lastIndexOf(root) + root.length()));
          Files.createDirectories(file.getParent());
          try (InputStream in = resource.getInputStream()) {
            Files.copy(in, file);
          }
        }
      }
    };
  }
}
