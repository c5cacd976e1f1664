package network.golem.vm.provider.vm;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import network.golem.vm.provider.backend.console.ConsoleView;
import network.golem.vm.provider.backend.console.SerialConsole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A console over a WebSocket (RFC 6455): binary messages both ways are its raw bytes. A peer that
 * is gone is found out by pings.
 */
final class ConsoleSocket extends Endpoint {

  private static final Logger log = LoggerFactory.getLogger(ConsoleSocket.class);
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(20);
  private static final int LONGEST_MESSAGE = 64 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SerialConsole console;
  private final ConsoleView view;

  ConsoleSocket(SerialConsole console, ConsoleView view) {
    this.console = console;
    this.view = view;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxBinaryMessageBufferSize(LONGEST_MESSAGE);
    session.setMaxIdleTimeout(BETWEEN_PINGS.multipliedBy(3).toMillis());
    session.addMessageHandler(byte[].class, console::type);
    Thread.ofVirtual().name("console socket").start(() -> pass(session));
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    view.close();
  }

  @Override
  public void onError(Session session, Throwable failure) {
    log.debug("a console's viewer failed", failure);
    view.close();
  }

  private void pass(Session session) {
    try (session) {
      for (byte[] bytes = view.next(BETWEEN_PINGS);
          bytes != null;
          bytes = view.next(BETWEEN_PINGS)) {
        if (bytes.length == 0) {
          session.getBasicRemote().sendPing(NOTHING);
        } else {
          session.getBasicRemote().sendBinary(ByteBuffer.wrap(bytes));
        }
      }
      session.close(new CloseReason(CloseCodes.NORMAL_CLOSURE, "the console has ended"));
    } catch (IOException | IllegalStateException e) {
      log.debug("a console's viewer left", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      view.close();
    }
  }
}
