package network.golem.vm.provider.reach;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import network.golem.vm.model.port.PortProof;
import network.golem.vm.provider.port.AccessPorts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For the time of one verification, listens on access ports that serve no VM and answers port
 * checkers. A VM that needs its port gets it at once. Who connects may be anybody: each connection
 * is short, and there are not many at a time. Thread-safe.
 */
final class ProofListeners implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProofListeners.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_CONNECTIONS = 1024;

  private final AccessPorts ports;
  private final String key;
  private final IntConsumer answered;
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);

  /**
   * @param key as in {@link PortProof}
   * @param answered hears each port that a question was answered on, from many threads
   */
  ProofListeners(AccessPorts ports, String key, IntConsumer answered) {
    this.ports = ports;
    this.key = key;
    this.answered = answered;
  }

  /**
   * Listens on a port.
   *
   * @throws IOException when the port cannot be had
   */
  void open(int port) throws IOException {
    ports.await(port, this::visit);
  }

  private void visit(Socket client) {
    if (places.tryAcquire()) {
      Thread.ofVirtual().name("port proof").start(() -> answer(client));
    } else {
      hangUp(client);
    }
  }

  private static void hangUp(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      log.debug("closing a connection too many", e);
    }
  }

  private void answer(Socket client) {
    try (client) {
      client.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      byte[] question = client.getInputStream().readNBytes(PortProof.LINE_LENGTH);
      var answer = PortProof.answer(key, client.getLocalPort(), new String(question, ISO_8859_1));
      if (answer.isPresent()) {
        client.getOutputStream().write(answer.get().getBytes(ISO_8859_1));
        answered.accept(client.getLocalPort());
      }
    } catch (IOException e) {
      log.debug("not a port checker, or an impatient one", e);
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    ports.stopWaiting();
  }
}
