package network.golem.vm.portchecker;

import static network.golem.vm.portchecker.RunningPortChecker.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Fifty providers with a hundred ports each, half of which drop all packets, ask at once. */
class ManyAtOnceTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int PROVIDERS = 50;
  private static final int HALF = 50;

  /** Open ports accept far more than is asked of them. */
  private static final int ROOMY = 1000;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Test
  void eachGetsTheTruthAboutEachPort() throws Exception {
    List<Integer> open = new ArrayList<>();
    List<Integer> dropping = new ArrayList<>();
    for (int i = 0; i < HALF; i++) {
      open.add(listening(ROOMY).getLocalPort());
      dropping.add(full());
    }
    var flags = Map.of("--timeout", "2", "--rate-limit", "100");
    try (var checker = new RunningPortChecker("127.0.0.1", flags);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String body = request(open, dropping);
      List<Future<HttpResponse<String>>> answers =
          IntStream.range(0, PROVIDERS)
              .mapToObj(_ -> threads.submit(() -> checker.check(body)))
              .toList();
      for (Future<HttpResponse<String>> answer : answers) {
        JsonNode results = json(answer.get()).path("results");
        assertThat(accessible(results)).containsExactlyInAnyOrderElementsOf(open);
      }
    }
  }

  private static List<Integer> accessible(JsonNode results) {
    return results.properties().stream()
        .filter(port -> port.getValue().path("accessible").asBoolean())
        .map(port -> Integer.valueOf(port.getKey()))
        .toList();
  }

  private static String request(List<Integer> open, List<Integer> dropping) {
    return Stream.concat(open.stream(), dropping.stream())
        .map(String::valueOf)
        .collect(Collectors.joining(",", "{\"ports\":[", "]}"));
  }

  private ServerSocket listening(int backlog) throws Exception {
    ServerSocket server = new ServerSocket(0, backlog, LOOPBACK);
    opened.add(server);
    return server;
  }

  /** Linux drops a connection when nobody accepts those before it. */
  private int full() throws Exception {
    ServerSocket server = listening(1);
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket();
      opened.add(socket);
      socket.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
    }
    return server.getLocalPort();
  }
}
