package network.golem.vm.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Connects to a port again and again, as quickly as one thread can, for a few seconds at most. */
final class Flood implements AutoCloseable {

  private static final int FORCE = 500;
  private static final int MOST = 100_000;

  private final CountDownLatch force = new CountDownLatch(FORCE);
  private final Thread thread;
  private volatile boolean over;

  Flood(int port) {
    thread = Thread.ofPlatform().daemon().start(() -> run(port));
  }

  private void run(int port) {
    for (int i = 0; i < MOST && !over; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(Guests.LOOPBACK, port), 100);
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // Refused, or the queue is full: as intended.
      }
      force.countDown();
    }
  }

  void awaitForce() throws InterruptedException {
    if (!force.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no flood");
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }
}
