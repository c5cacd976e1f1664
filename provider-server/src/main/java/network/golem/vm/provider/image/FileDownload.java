package network.golem.vm.provider.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

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
  private long shownPercent = -1;

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
      receive(response, body, file);
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

  private void receive(HttpResponse<?> response, InputStream body, FileChannel file)
      throws IOException, ImageException, BrokenOff {
    long have = file.size();
    long missing = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long free = part.toFile().getUsableSpace();
    if (missing > free) {
      throw new ImageException(
          "Downloading "
              + url
              + " failed: the disk is full: "
              + missing / MIB
              + " MiB more are needed, "
              + free / MIB
              + " MiB are free",
          "Free some space and try again.");
    }
    var received = new AtomicLong();
    Thread watch = Thread.ofVirtual().start(() -> closeWhenStalled(body, received));
    try {
      byte[] buffer = new byte[1 << 16];
      file.position(have);
      for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
        for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining(); ) {
          file.write(bytes);
        }
        show(have + received.addAndGet(n), missing < 0 ? -1 : have + missing);
      }
    } finally {
      watch.interrupt();
    }
  }

  private static int read(InputStream body, byte[] buffer) throws BrokenOff {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  /** A server that sends nothing more but keeps the connection would be waited for without end. */
  private void closeWhenStalled(InputStream body, AtomicLong received) {
    try {
      long before = -1;
      while (received.get() != before) {
        before = received.get();
        Thread.sleep(patience.stall());
      }
      body.close();
    } catch (InterruptedException | IOException e) {
      // done in time; or closed already
    }
  }

  private void show(long have, long all) {
    long percent = all <= 0 ? have / MIB : 100 * have / all;
    if (percent != shownPercent) {
      shownPercent = percent;
      progress.accept(
          all <= 0 ? have / MIB + " MiB" : "%d %% of %d MiB".formatted(percent, all / MIB));
    }
  }

  private static @Nullable String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /** The connection, not the file, failed: another try may do. */
  private static final class BrokenOff extends Exception {
    BrokenOff(String why) {
      super(why);
    }

    BrokenOff(IOException cause) {
      super(why(cause), cause);
    }

    /** The client wraps what happened into exceptions that say less. */
    private static String why(IOException failure) {
      Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
      return failure instanceof ConnectException
          ? "the server cannot be reached"
          : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }
  }
}
