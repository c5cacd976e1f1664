package network.golem.vm.requestor.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.json.JsonObject;
import network.golem.vm.model.problem.InvalidValueException;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.requestor.failure.ExitCode;
import network.golem.vm.requestor.failure.Failure;
import network.golem.vm.requestor.settings.Patience;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Sends JSON to one peer and reads what it answers. Thread-safe.
 *
 * <p>{@link HttpURLConnection} rather than {@code java.net.http}: it is loaded in a fraction of the
 * time, and a command makes few requests.
 */
public final class JsonHttp {

  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  static {
    HttpsURLConnection.setDefaultSSLSocketFactory(new SystemSockets());
  }

  private final Peer peer;
  private final @Nullable SSLSocketFactory sockets;
  private final Patience patience;
  private final Trace trace;

  /**
   * Makes a client of one peer.
   *
   * @param sockets how to speak TLS, or null for the way of the system
   * @param trace is told of every request
   */
  public JsonHttp(Peer peer, @Nullable SSLSocketFactory sockets, Patience patience, Trace trace) {
    this.peer = peer;
    this.sockets = sockets;
    this.patience = patience;
    this.trace = trace;
  }

  /** {@link #send(String, URI, Map, Object, Function)} for what is asked most often. */
  public <T> T get(URI uri, Function<JsonObject, T> form) {
    return send("GET", uri, Map.of(), null, form);
  }

  /** The same with data binding, which takes longer the first time. */
  public <T> T get(URI uri, Class<T> form) {
    return exchange("GET", uri, Map.of(), null, bound(form));
  }

  /**
   * Sends a request and reads the answer.
   *
   * @throws NetworkFailure when there is no answer
   * @throws RefusedRequest when the answer is no success
   */
  public <T> T send(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable Object body,
      Function<JsonObject, T> form) {
    return exchange(method, uri, headers, body, bytes -> form.apply(JsonObject.read(bytes)));
  }

  private <T> T exchange(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable Object body,
      Function<byte[], @Nullable T> form) {
    HttpURLConnection connection = connect(method, uri, headers, body, patience.answer());
    try (InputStream answer = answer(connection)) {
      return read(answer.readNBytes(LARGEST_ANSWER), form);
    } catch (IOException e) {
      throw NetworkFailure.talking(peer, e);
    }
  }

  /**
   * Opens an answer that comes bit by bit.
   *
   * @param silence how long to wait for the next bit
   */
  public InputStream open(URI uri, Map<String, String> headers, Duration silence) {
    HttpURLConnection connection = connect("GET", uri, headers, null, silence);
    try {
      return answer(connection);
    } catch (IOException e) {
      throw NetworkFailure.talking(peer, e);
    }
  }

  /** Connects first and sends afterwards, to know whether the peer can have seen anything. */
  private HttpURLConnection connect(
      String method,
      URI uri,
      Map<String, String> headers,
      @Nullable Object body,
      Duration silence) {
    HttpURLConnection connection;
    try {
      connection = prepared(method, uri, headers, silence);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
      }
      connection.connect();
    } catch (IOException e) {
      throw NetworkFailure.connecting(peer, e);
    }
    if (body != null) {
      try (OutputStream out = connection.getOutputStream()) {
        out.write(Json.MAPPER.writeValueAsBytes(body));
      } catch (IOException e) {
        throw NetworkFailure.talking(peer, e);
      }
    }
    return connection;
  }

  private HttpURLConnection prepared(
      String method, URI uri, Map<String, String> headers, Duration silence) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    if (sockets != null && connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(sockets);
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout(Math.toIntExact(patience.connect().toMillis()));
    connection.setReadTimeout(Math.toIntExact(silence.toMillis()));
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json, text/event-stream, */*;q=0.1");
    connection.setRequestProperty("User-Agent", "golem");
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  private InputStream answer(HttpURLConnection connection) throws IOException {
    long began = System.nanoTime();
    int status = connection.getResponseCode();
    trace.said(
        connection.getRequestMethod()
            + " "
            + connection.getURL()
            + ": "
            + status
            + " after "
            + (System.nanoTime() - began) / 1_000_000
            + " ms");
    if (status >= 200 && status < 300) {
      return connection.getInputStream();
    }
    throw refusal(connection, status);
  }

  private Failure refusal(HttpURLConnection connection, int status) throws IOException {
    boolean problem =
        Objects.requireNonNullElse(connection.getContentType(), "").startsWith(Problem.MEDIA_TYPE);
    try (InputStream errors =
        Optional.ofNullable(connection.getErrorStream()).orElseGet(InputStream::nullInputStream)) {
      byte[] body = errors.readNBytes(LARGEST_ANSWER);
      return problem
          ? RefusedRequest.of(peer, status, read(body, bound(Problem.class)))
          : RefusedRequest.of(peer, status);
    }
  }

  private static <T> Function<byte[], @Nullable T> bound(Class<T> form) {
    return body -> Json.MAPPER.readValue(body, form);
  }

  private <T> T read(byte[] body, Function<byte[], @Nullable T> form) {
    try {
      T value = form.apply(body);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      throw notUnderstood(e.getOriginalMessage(), e);
    } catch (InvalidValueException e) {
      throw notUnderstood(e.getMessage(), e);
    }
    throw notUnderstood("it is null", null);
  }

  private Failure notUnderstood(@Nullable String why, @Nullable Throwable cause) {
    return new Failure(
        ExitCode.FAILED,
        "the answer of " + peer + " is not understood: " + why,
        "check that the address is right and that both sides are of about the same version",
        cause);
  }
}
