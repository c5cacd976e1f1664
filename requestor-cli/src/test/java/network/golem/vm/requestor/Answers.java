package network.golem.vm.requestor;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import network.golem.vm.model.json.Json;
import network.golem.vm.model.problem.Problem;
import network.golem.vm.model.problem.ProblemCode;
import network.golem.vm.model.vm.VmEvent;
import network.golem.vm.model.vm.VmId;
import network.golem.vm.model.vm.VmState;

/** What a provider writes on the wire. */
final class Answers {

  private Answers() {}

  static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", body instanceof Problem ? Problem.MEDIA_TYPE : "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static void notFound(HttpExchange exchange, VmId id) throws IOException {
    answer(exchange, 404, Problem.of(ProblemCode.VM_NOT_FOUND, "there is no VM " + id, null));
  }

  /** Waits until the server is closed. */
  static void never() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Dated a little ahead: it is not of an earlier change. */
  static String event(long sequence, VmState state, String phase, String message) {
    VmEvent event = new VmEvent(sequence, Instant.now().plusSeconds(1), state, phase, message);
    return "id:%d\nevent:vm\ndata:%s\n\n"
        .formatted(sequence, Json.MAPPER.writeValueAsString(event));
  }
}
