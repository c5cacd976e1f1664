package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The scripts that build images, as they come with the provider. */
@FunctionalInterface
interface Recipes {

  /** Puts them into an existing directory, each recipe in one of its name. */
  void copyTo(Path directory) throws IOException;

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
