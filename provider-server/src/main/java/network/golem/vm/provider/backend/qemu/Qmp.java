package network.golem.vm.provider.backend.qemu;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import network.golem.vm.model.json.Json;
import network.golem.vm.provider.process.LocalSocket;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One conversation with a QEMU process over its monitor socket: the QEMU Machine Protocol
 * (https://www.qemu.org/docs/master/interop/qmp-spec.html), JSON objects separated by line ends.
 * QEMU serves one conversation at a time and lets others wait without a word, hence a deadline on
 * everything. Not thread-safe.
 */
final class Qmp implements Closeable {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int LONGEST_LINE = 1 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(LONGEST_LINE).flip();

  private Qmp(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /** Connects, hears the greeting and enters command mode. */
  static Qmp connect(Path socket) throws IOException {
    SocketChannel channel = LocalSocket.connect(socket);
    Selector selector = Selector.open();
    Qmp qmp = new Qmp(channel, selector);
    try {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      if (!qmp.next().has("QMP")) {
        throw new IOException("no QMP greeting from " + socket);
      }
      qmp.execute("qmp_capabilities", null);
      return qmp;
    } catch (IOException | RuntimeException e) {
      qmp.close();
      throw e;
    }
  }

  JsonNode execute(String command) throws IOException {
    return execute(command, null);
  }

  /** Sends a command and returns what it returned; events that come in between are passed over. */
  JsonNode execute(String command, @Nullable Map<String, ?> arguments) throws IOException {
    Map<String, ?> message =
        arguments == null
            ? Map.of("execute", command)
            : Map.of("execute", command, "arguments", arguments);
    send(Json.MAPPER.writeValueAsString(message) + "\n");
    while (true) {
      JsonNode answer = next();
      if (answer.has("error")) {
        throw new IOException(
            "QEMU refused " + command + ": " + answer.path("error").path("desc").asString());
      }
      if (answer.has("return")) {
        return answer.path("return");
      }
    }
  }

  private void send(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes); // far less than a socket's buffer
    }
  }

  private JsonNode next() throws IOException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    String line = line();
    while (line == null) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IOException(
            "QEMU's monitor gave no answer within " + DEADLINE.toSeconds() + " s");
      }
      selector.select(left);
      selector.selectedKeys().clear();
      receive();
      line = line();
    }
    try {
      return Json.MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw new IOException("QEMU's monitor gave no JSON: " + line, e);
    }
  }

  private void receive() throws IOException {
    received.compact();
    int count = channel.read(received);
    received.flip();
    if (count < 0) {
      throw new EOFException("QEMU closed its monitor");
    }
    if (count == 0 && received.limit() == received.capacity()) {
      throw new IOException("QEMU's monitor gave a line over " + LONGEST_LINE + " bytes");
    }
  }

  private @Nullable String line() {
    for (int i = received.position(); i < received.limit(); i++) {
      if (received.get(i) == '\n') {
        byte[] line = new byte[i - received.position()];
        received.get(line).get();
        return new String(line, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
