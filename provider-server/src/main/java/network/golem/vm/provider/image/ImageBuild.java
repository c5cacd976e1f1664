package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.process.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Makes images on this host by recipes: scripts that get an output directory as their argument, say
 * on standard output what they are at and on the last line of standard error why they failed.
 */
public final class ImageBuild {

  private static final Logger log = LoggerFactory.getLogger(ImageBuild.class);
  private static final Duration DEADLINE = Duration.ofMinutes(30);

  private static final String RECIPES = "recipes";

  private final ImageStore store;
  private final Recipes recipes;
  private final Duration deadline;

  public ImageBuild(ImageStore store) {
    this(store, Recipes.bundled(), DEADLINE);
  }

  ImageBuild(ImageStore store, Recipes recipes, Duration deadline) {
    this.store = store;
    this.recipes = recipes;
    this.deadline = deadline;
  }

  /**
   * Builds the image anew and makes it the one that VMs are made from. Until the very end, and when
   * it fails, an older one stays in use.
   *
   * @param progress hears a line at each step, in another thread
   */
  public LocalImage build(Image image, Consumer<String> progress)
      throws ImageException, InterruptedException {
    String recipe = recipe(image);
    Path prepared = store.prepare(image);
    String digest;
    try {
      Path scratch = makeScratch();
      try {
        digest = copyRecipes(recipe, scratch);
        run(image, recipe, scratch, prepared, progress);
      } finally {
        remove(scratch);
      }
      return store.publish(image, prepared, digest);
    } catch (IOException e) {
      throw ImageException.ofFiles("Building image " + image.name(), e);
    } finally {
      remove(prepared);
    }
  }

  /** Whether the image is here, and this program's recipe would make it as it is. */
  public boolean isUpToDate(Image image) throws ImageException {
    try {
      Path scratch = makeScratch();
      try {
        return store.isMadeBy(image, copyRecipes(recipe(image), scratch));
      } finally {
        remove(scratch);
      }
    } catch (IOException e) {
      throw ImageException.ofFiles("Looking for the recipe of image " + image.name(), e);
    }
  }

  private static String recipe(Image image) throws ImageException {
    if (image.source() instanceof Image.Built source) {
      return source.recipe();
    }
    throw new ImageException(
        "Image " + image.name() + " is downloaded, not built",
        "Run: golem-provider image pull " + image.name());
  }

  /** Returns the digest of this recipe. */
  private String copyRecipes(String recipe, Path scratch) throws IOException {
    Path scripts = Files.createDirectory(scratch.resolve(RECIPES));
    recipes.copyTo(scripts);
    return Recipes.digest(scripts, recipe);
  }

  private void run(Image image, String recipe, Path scratch, Path output, Consumer<String> progress)
      throws ImageException, InterruptedException {
    Path script = scratch.resolve(RECIPES).resolve(recipe).resolve("build.sh");
    try {
      Outcome outcome =
          Command.of(deadline, "bash", script.toString(), output.toString())
              .withEnvironment(Map.of("TMPDIR", scratch.toString()))
              .run(new Lines(progress));
      if (!outcome.isSuccess()) {
        throw new ImageException(
            "Building image " + image.name() + " failed: " + lastLine(outcome.stderr()),
            "Once that is done, run again: golem-provider image build " + image.name());
      }
    } catch (CommandException.TimedOut e) {
      throw new ImageException(
          "Building image %s was not done in %d s and was stopped; it was at: %s"
              .formatted(image.name(), deadline.toSeconds(), lastLine(e.outcome().stdout())),
          "Check the connection to the package archive and try again.",
          e);
    } catch (CommandException e) {
      throw new ImageException(
          "Building image " + image.name() + " failed: " + e.getMessage(),
          "See to it that bash is installed.",
          e);
    }
  }

  /**
   * In a place that other users may pass through, since a build without root works with the ids of
   * several; big, so not where a memory file system is likely.
   */
  private static Path makeScratch() throws IOException {
    Path roomy = Path.of("/var/tmp");
    Path parent = Files.isWritable(roomy) ? roomy : Path.of(System.getProperty("java.io.tmpdir"));
    Path scratch = Files.createTempDirectory(parent, "golem-image-");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx--x--x"));
    return scratch;
  }

  private static void remove(Path directory) {
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      log.warn("{} is not needed any more but could not be removed: {}", directory, e.toString());
    }
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce((_, line) -> line).orElse("it did not say why");
  }

  /** Makes whole lines of pieces. */
  private static final class Lines implements Consumer<String> {

    private final Consumer<String> listener;
    private final StringBuilder line = new StringBuilder();

    Lines(Consumer<String> listener) {
      this.listener = listener;
    }

    @Override
    public void accept(String piece) {
      line.append(piece);
      for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
        listener.accept(line.substring(0, end));
        line.delete(0, end + 1);
      }
    }
  }
}
