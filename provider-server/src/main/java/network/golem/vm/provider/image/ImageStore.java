package network.golem.vm.provider.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
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
  private final FileDownload.Patience patience;
  private final ImageServers servers;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

  /**
   * @param directory made when the first image comes
   */
  public ImageStore(Path directory) {
    this(directory, Clock.systemUTC(), FileDownload.Patience.USUAL);
  }

  ImageStore(Path directory, Clock clock, FileDownload.Patience patience) {
    this.directory = directory.toAbsolutePath();
    this.clock = clock;
    this.patience = patience;
    this.servers = new ImageServers(clock);
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
      case Image.Download download ->
          flights.computeIfAbsent(image.name(), _ -> takeOff(image, download)).await(progress);
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

  private Flight takeOff(Image image, Image.Download download) {
    Flight flight = new Flight();
    Thread.ofVirtual()
        .name("download-" + image.name())
        .start(() -> {
          try {
            LocalImage here = download(image, download, flight::tell);
            flights.remove(image.name()); // first: nobody may board a flight that has ended
            flight.landed.complete(here);
          } catch (Exception e) { // whatever it is, those who wait must hear of it
            flights.remove(image.name());
            flight.landed.completeExceptionally(e);
          }
        });
    return flight;
  }

  /** One process at a time downloads an image; another one then finds it here. */
  private LocalImage download(Image image, Image.Download source, Consumer<String> progress)
      throws ImageException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(
                Files.createDirectories(home(image)).resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Optional<LocalImage> here = local(image);
      if (here.isPresent()) {
        return here.get();
      }
      Path part = home(image).resolve(source.sha256().substring(0, 16) + ".part");
      var file = new FileDownload(source.url(), part, patience, progress);
      file.run();
      progress.accept("verifying");
      String sha256 = Manifest.sha256(part);
      if (!sha256.equals(source.sha256())) {
        file.discard();
        throw new ImageException(
            "Image %s is not what the catalogue says: SHA-256 of %s is %s, not %s. It was removed"
                .formatted(image.name(), source.url(), sha256, source.sha256()),
            "Try again; if it happens again, do not use this image or its server.");
      }
      Path prepared = prepare(image);
      try {
        Files.move(part, prepared.resolve(disk(image)));
        return publish(image, prepared, null);
      } finally {
        file.discard();
        Files.deleteIfExists(prepared);
      }
    } catch (IOException e) {
      throw ImageException.ofFiles("Downloading image " + image.name(), e);
    }
  }

  private Path home(Image image) {
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

  private static String disk(Image image) throws ImageException {
    if (image.disk() == null) {
      throw new ImageException(
          "Image " + image.name() + " is a download without a disk", "Correct the catalogue.");
    }
    return image.disk();
  }

  /** A download under way, and those who wait for it. */
  private static final class Flight {

    final CompletableFuture<LocalImage> landed = new CompletableFuture<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    void tell(String text) {
      listeners.forEach(listener -> listener.accept(text));
    }

    LocalImage await(Consumer<String> progress) throws ImageException, InterruptedException {
      listeners.add(progress);
      try {
        return landed.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof ImageException cause) {
          throw new ImageException(String.valueOf(cause.getMessage()), cause.hint(), cause);
        }
        throw new IllegalStateException("a download ended in a way it should not", e.getCause());
      } finally {
        listeners.remove(progress);
      }
    }
  }
}
