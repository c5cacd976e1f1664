package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images' files on this host, one directory each. Several processes may use one store at once.
 * Thread-safe.
 */
public final class ImageStore {

  private final Path directory;
  private final Clock clock;
  private final ImageServers servers;
  private final ImageDownloads downloads;

  /**
   * @param directory made when the first image comes
   */
  public ImageStore(Path directory) {
    this(directory, Clock.systemUTC(), FileDownload.Patience.USUAL);
  }

  ImageStore(Path directory, Clock clock, FileDownload.Patience patience) {
    this.directory = directory.toAbsolutePath();
    this.clock = clock;
    this.servers = new ImageServers(clock);
    this.downloads = new ImageDownloads(this, patience);
  }

  /** The image's files when they are here, complete as far as their sizes tell. */
  public Optional<LocalImage> local(Image image) throws ImageException {
    Path home = home(image);
    try {
      return Manifest.read(home)
          .filter(manifest -> isWanted(manifest, image))
          .filter(manifest -> isWhole(manifest, home))
          .map(manifest -> locate(image, home.resolve(manifest.version())));
    } catch (IOException e) {
      throw ImageException.ofFiles("Looking for image " + image.name(), e);
    }
  }

  /** Whether the files that are here were made by the recipe of this digest. */
  boolean isMadeBy(Image image, String recipe) throws ImageException {
    try {
      return local(image).isPresent()
          && Manifest.read(home(image)).map(Manifest::recipe).filter(recipe::equals).isPresent();
    } catch (IOException e) {
      throw ImageException.ofFiles("Looking for image " + image.name(), e);
    }
  }

  /**
   * Whether a VM could be made from the image now: its files are here, or the server that has them
   * answers. May wait some seconds for that server, the first time.
   */
  public boolean available(Image image) {
    try {
      return image.isForThisHost()
          && (local(image).isPresent()
              || (image.source() instanceof Image.Download download
                  && servers.has(download.url())));
    } catch (ImageException e) {
      return false; // files that cannot be read are of no use
    }
  }

  /**
   * The image's files, downloaded and verified when they are not here yet. Who asks for an image
   * that is on its way already waits for that one download, which goes on even when nobody waits.
   *
   * @param progress hears how far it is, in other threads
   */
  public LocalImage fetch(Image image, Consumer<String> progress)
      throws ImageException, InterruptedException {
    Optional<LocalImage> here = local(image);
    if (here.isPresent()) {
      return here.get();
    }
    return switch (image.source()) {
      case Image.Download download -> downloads.fetch(image, download, progress);
      case Image.Built _ ->
          throw new ImageException(
              Files.exists(home(image))
                  ? "Image " + image.name() + " is damaged: files are missing or cut short"
                  : "Image " + image.name() + " has not been built on this host yet",
              "Run: golem-provider image build " + image.name());
    };
  }

  /** An empty directory, beside the image's versions, to prepare the next one in. */
  Path prepare(Image image) throws ImageException {
    try {
      return Files.createTempDirectory(Files.createDirectories(home(image)), "new-");
    } catch (IOException e) {
      throw ImageException.ofFiles("Preparing for image " + image.name(), e);
    }
  }

  /**
   * Takes the image's files out of {@code prepared} and makes them the current version. Versions
   * that VMs may be based on stay as they are.
   *
   * @param recipe digest of what made it, if anything here did
   */
  LocalImage publish(Image image, Path prepared, @Nullable String recipe) throws ImageException {
    List<String> files = files(image).toList();
    for (String file : files) {
      if (!Files.isRegularFile(prepared.resolve(file))) {
        throw new ImageException(
            "Image " + image.name() + " came without its file " + file,
            "This is a defect of the image's recipe: please report it.");
      }
    }
    Path home = home(image);
    try {
      Manifest manifest = Manifest.of(prepared, files, clock.instant(), recipe);
      Path version = Files.createDirectories(home.resolve(manifest.version()));
      for (String file : files) {
        Path source = prepared.resolve(file);
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r--r--r--"));
        Files.move(source, version.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      }
      manifest.write(home);
      return locate(image, version);
    } catch (IOException e) {
      throw ImageException.ofFiles("Storing image " + image.name(), e);
    }
  }

  Path home(Image image) {
    return directory.resolve(image.name());
  }

  /** A catalogue that names another checksum than the stored file has wants the other file. */
  private static boolean isWanted(Manifest manifest, Image image) {
    Manifest.@Nullable Entry disk =
        image.disk() == null ? null : manifest.files().get(image.disk());
    return !(image.source() instanceof Image.Download download)
        || (disk != null && disk.sha256().equals(download.sha256()));
  }

  private static boolean isWhole(Manifest manifest, Path home) {
    try {
      return manifest.isWhole(home);
    } catch (IOException e) {
      return false; // what cannot be read cannot be used
    }
  }

  private static LocalImage locate(Image image, Path version) {
    Image.DirectBoot boot = image.boot();
    return new LocalImage(
        image,
        image.disk() == null ? null : version.resolve(image.disk()),
        boot == null ? null : version.resolve(boot.kernel()),
        boot == null ? null : version.resolve(boot.initrd()));
  }

  private static Stream<String> files(Image image) {
    Image.DirectBoot boot = image.boot();
    return Stream.concat(
        Stream.ofNullable(image.disk()),
        boot == null ? Stream.empty() : Stream.of(boot.kernel(), boot.initrd()));
  }
}
