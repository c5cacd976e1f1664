package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Downloads into an {@link ImageStore}, one of an image at a time, whoever asks. Thread-safe. */
final class ImageDownloads {

  /** What a qcow2 begins with (QEMU, docs/interop/qcow2). */
  private static final byte[] QCOW2 = {'Q', 'F', 'I', (byte) 0xfb};

  private final ImageStore store;
  private final FileDownload.Patience patience;
  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

  ImageDownloads(ImageStore store, FileDownload.Patience patience) {
    this.store = store;
    this.patience = patience;
  }

  /** Joins a download that is under way, which goes on even when nobody waits, or starts it. */
  LocalImage fetch(Image image, Image.Download source, Consumer<String> progress)
      throws ImageException, InterruptedException {
    return flights.computeIfAbsent(image.name(), _ -> takeOff(image, source)).await(progress);
  }

  private Flight takeOff(Image image, Image.Download source) {
    Flight flight = new Flight();
    Thread.ofVirtual()
        .name("download-" + image.name())
        .start(() -> {
          try {
            LocalImage here = download(image, source, flight::tell);
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
    Path home = store.home(image);
    try (FileChannel channel =
            FileChannel.open(
                Files.createDirectories(home).resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Optional<LocalImage> here = store.local(image);
      if (here.isPresent()) {
        return here.get();
      }
      Path part = home.resolve(partName(source));
      var file = new FileDownload(source.url(), part, patience, progress);
      file.run();
      progress.accept("verifying");
      verify(image, source, file, part);
      Path prepared = store.prepare(image);
      try {
        Files.move(part, prepared.resolve(disk(image)));
        return store.publish(image, prepared, null);
      } finally {
        file.discard();
        Files.deleteIfExists(prepared);
      }
    } catch (IOException e) {
      throw ImageException.ofFiles("Downloading image " + image.name(), e);
    }
  }

  /** Named after what is wanted: a part of another file is not gone on with. */
  static String partName(Image.Download source) {
    return source.sha256().substring(0, 16) + ".part";
  }

  private static void verify(Image image, Image.Download source, FileDownload file, Path part)
      throws IOException, ImageException {
    String sha256 = Manifest.sha256(part);
    if (!sha256.equals(source.sha256())) {
      file.discard();
      throw new ImageException(
          "Image %s is not what the catalogue says: SHA-256 of %s is %s, not %s. It was removed"
              .formatted(image.name(), source.url(), sha256, source.sha256()),
          "Try again; if it happens again, do not use this image or its server.");
    }
    if (!isQcow2(part)) {
      file.discard();
      throw new ImageException(
          "Image %s is no qcow2 disk: %s. It was removed".formatted(image.name(), source.url()),
          "Add it with the URL of a disk in QEMU's format qcow2, as most cloud images have.");
    }
  }

  private static boolean isQcow2(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(QCOW2.length), QCOW2);
    }
  }

  private static String disk(Image image) throws ImageException {
    if (image.disk() == null) {
      throw new ImageException(
          "Image " + image.name() + " is a download without a disk", "Correct the catalogue.");
    }
    return image.disk();
  }
}
