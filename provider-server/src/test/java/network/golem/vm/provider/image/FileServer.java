package network.golem.vm.provider.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves one file of random bytes, as badly as a test wants it. */
final class FileServer implements AutoCloseable {

  final byte[] content = new byte[300_000];

  /** The Range header of each GET, or {@code whole}. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  volatile boolean knowsRanges = true;
  volatile boolean saysLength = true;
  volatile int status = 200;
  volatile String etag = "\"1\"";

  /** So many answers end in the middle of the file. */
  final AtomicInteger cuts = new AtomicInteger();

  /** So many answers stop in the middle of the file, with the connection left open. */
  final AtomicInteger stalls = new AtomicInteger();

  /** After the first half each answer waits so long. */
  volatile long pauseMillis;

  private final HttpServer server;

  FileServer() throws IOException {
    new Random(42).nextBytes(content);
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, content, 0, 4); // as qcow2 begins
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/disk.img");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? "whole" : range);
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.getResponseHeaders().set("ETag", etag);
      String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
      boolean partial = range != null && knowsRanges && (ifRange == null || ifRange.equals(etag));
      int from = partial ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
      if (from == content.length) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (partial) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%<d".formatted(from, content.length - 1));
      }
      exchange.sendResponseHeaders(partial ? 206 : 200, saysLength ? content.length - from : 0);
      send(exchange, from);
    }
  }

  private void send(HttpExchange exchange, int from) throws IOException {
    int half = (content.length - from) / 2;
    exchange.getResponseBody().write(content, from, half);
    exchange.getResponseBody().flush();
    if (countDown(cuts)) {
      throw new UncheckedIOException(new IOException("cut on purpose"));
    }
    try {
      Thread.sleep(countDown(stalls) ? 60_000 : pauseMillis);
    } catch (InterruptedException e) {
      return; // the test is over
    }
    exchange.getResponseBody().write(content, from + half, content.length - from - half);
  }

  private static boolean countDown(AtomicInteger times) {
    return times.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}
