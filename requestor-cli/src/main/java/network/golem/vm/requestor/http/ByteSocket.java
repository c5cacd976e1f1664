package network.golem.vm.requestor.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import network.golem.vm.model.identity.MutualTls;
import network.golem.vm.requestor.settings.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways over a WebSocket (RFC 6455). The only user of {@code java.net.http}, which takes
 * long to load. Thread-safe, but for bytes that several threads send at once.
 */
public final class ByteSocket implements AutoCloseable {

  private final HttpClient client;
  private final WebSocket socket;
  private final CompletableFuture<Void> end;

  private ByteSocket(HttpClient client, WebSocket socket, CompletableFuture<Void> end) {
    this.client = client;
    this.socket = socket;
    this.end = end;
  }

  /**
   * Opens one.
   *
   * @param received is given the bytes as they come
   * @return empty when the peer answers, but not with a WebSocket
   * @throws NetworkFailure when there is no answer
   */
  public static Optional<ByteSocket> open(
      Peer peer, URI uri, SSLContext tls, Patience patience, Consumer<ByteBuffer> received) {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .sslParameters(new SSLParameters(null, new String[] {MutualTls.PROTOCOL}))
            .connectTimeout(patience.connect())
            .build();
    CompletableFuture<Void> end = new CompletableFuture<>();
    try {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .connectTimeout(patience.answer())
              .buildAsync(uri, new Receiver(received, end))
              .join();
      return Optional.of(new ByteSocket(client, socket, end));
    } catch (CompletionException e) {
      client.shutdownNow();
      return switch (e.getCause()) {
        case WebSocketHandshakeException refusal -> Optional.empty();
        case IOException failure -> throw NetworkFailure.connecting(peer, failure);
        case null, default -> throw e;
      };
    }
  }

  private record Receiver(Consumer<ByteBuffer> received, CompletableFuture<Void> end)
      implements WebSocket.Listener {

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      received.accept(data);
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end.complete(null);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      end.complete(null);
    }
  }

  /** Waits until the bytes are on their way; none go where the peer has ended. */
  public void send(byte[] bytes) {
    try {
      socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    } catch (CompletionException e) {
      end.complete(null);
    }
  }

  /** Done when the peer has ended or the connection is broken. */
  public CompletableFuture<Void> end() {
    return end;
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }
}
