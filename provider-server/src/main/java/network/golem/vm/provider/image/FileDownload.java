package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file from a server into a part file. Goes on where an earlier try ended, in this process
 * or another; what is in the part file is not checked here.
 */
final class FileDownload {

  private static final int MOST_FAILURES = 5;
  private static final long MIB = 1 << 20;

  /** How patient a download is. */
  record Patience(Duration connect, Duration stall, Duration pause) {
    static final Patience USUAL =
        new Patience(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(2));
  }

  private final URI url;
  private final Path part;
  private final Path tag;
  private final Patience patience;
  private final Consumer<String> progress;

  FileDownload(URI url, Path part, Patience patience, Consumer<String> progress) {
    this.url = url;
    this.part = part;
    this.tag = part.resolveSibling(part.getFileName() + ".etag");
    this.patience = patience;
    this.progress = progress;
  }

  /** Returns once the part file holds all that the server has. */
  void run() throws ImageException, InterruptedException {
    try (HttpClient http = client(patience.connect());
        FileChannel file = open()) {
      int failures = 0;
      while (true) {
        long before = file.size();
        try {
          if (attempt(http, file)) {
            file.force(true);
            return;
          }
        } catch (BrokenOff e) {
          failures = file.size() > before ? 1 : failures + 1;
          if (failures >= MOST_FAILURES) {
            throw new ImageException(
                "Downloading " + url + " failed: " + e.getMessage(),
                "Check the connection to "
                    + url.getHost()
                    + " and try again; it goes on at "
                    + file.size() / MIB
                    + " MiB.",
                e);
          }
          progress.accept("broken off (" + e.getMessage() + "), going on");
          Thread.sleep(patience.pause().multipliedBy(failures));
        }
      }
    } catch (IOException e) {
      throw ImageException.ofFiles("Downloading " + url, e);
    }
  }

  static HttpClient client(Duration connect) {
    return HttpClient.newBuilder()
        .connectTimeout(connect)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(tag);
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** One request; whether the file is complete now. */
  private boolean attempt(HttpClient http, FileChannel file)
      throws IOException, ImageException, BrokenOff, InterruptedException {
    long have = file.size();
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(patience.stall());
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      if (Files.exists(tag)) {
        request.header("If-Range", Files.readString(tag));
      }
    }
    HttpResponse<InputStream> response = send(http, request.build());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> file.truncate(0);
        case 206 -> checkStart(response, have);
        case 416 -> { // there is no more than we have, or another file altogether
          boolean complete = ("bytes */" + have).equals(header(response, "Content-Range"));
          if (!complete) {
            file.truncate(0);
          }
          return complete;
        }
        case 408, 429, 500, 502, 503, 504 ->
            throw new BrokenOff("the server answered " + response.statusCode());
        default ->
            throw new ImageException(
                "Downloading " + url + " failed: the server answered " + response.statusCode(),
                "The image may have been withdrawn: choose another one, or update the provider.");
      }
      rememberTag(response);
      long missing = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      checkRoom(missing);
      new Transfer(body, file, patience.stall(), progress).run(missing);
      return true;
    }
  }

  private static HttpResponse<InputStream> send(HttpClient http, HttpRequest request)
      throws BrokenOff, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private static void checkStart(HttpResponse<?> response, long have) throws BrokenOff {
    String range = header(response, "Content-Range");
    if (range == null || !range.startsWith("bytes " + have + "-")) {
      throw new BrokenOff("the server sent another range than was asked for: " + range);
    }
  }

  /** Only a strong tag says that two files are the same to the byte. */
  private void rememberTag(HttpResponse<?> response) throws IOException {
    String etag = header(response, "ETag");
    if (etag != null && etag.startsWith("\"")) {
      Files.writeString(tag, etag);
    } else {
      Files.deleteIfExists(tag);
    }
  }

  private void checkRoom(long missing) throws ImageException {
    long free = part.toFile().getUsableSpace();
    if (missing > free) {
      throw new ImageException(
          "Downloading %s failed: the disk is full: %d MiB more are needed, %d MiB are free"
              .formatted(url, missing / MIB, free / MIB),
          "Free some space and try again.");
    }
  }

  private static @Nullable String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }
}
