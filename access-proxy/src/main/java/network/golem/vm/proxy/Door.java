package network.golem.vm.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One access port: its listener, where it leads, its live connections, and what it counts. */
final class Door implements Ready {

  /** Then it is another port's turn. */
  private static final int ACCEPTED_AT_ONCE = 16;

  /** Turning connections away costs time, too: those beyond wait in the kernel's queue. */
  private static final int MOST_ACCEPTED_A_SECOND = 1000;

  /** Of all connections together, in bytes; the more there is the less is read at once. */
  private static final int MOST_STALLED = 4 << 20;

  private static final int LEAST_READ = 2048;

  /** SSH clients send their first line at once; this allows for a lost packet. */
  private static final long TIME_TO_SPEAK = 2_000_000_000L;

  private final AccessProxy proxy;
  private final ServerSocketChannel listener;
  private final SelectionKey key;

  /** The oldest first. */
  private final Set<Session> sessions = new LinkedHashSet<>();

  private final Rate accepts;
  private final Rate rate;
  private final Destination destination;

  /** By earlier processes. */
  private final Traffic before;

  private long accepted;
  private long refused;
  private long failed;
  private long received;
  private long sent;
  private int stalled;

  Door(AccessProxy proxy, Opening opening, Traffic before, ServerSocketChannel listener)
      throws IOException {
    long now = System.nanoTime();
    int most = proxy.limits().ratePerVm();
    this.proxy = proxy;
    this.before = before;
    this.destination = new Destination(opening, proxy::ask, now);
    this.listener = listener;
    this.rate = new Rate(most, 10 * most, now);
    this.accepts = new Rate(most == 0 ? 0 : MOST_ACCEPTED_A_SECOND, MOST_ACCEPTED_A_SECOND, now);
    this.key = listener.register(proxy.loop().selector(), SelectionKey.OP_ACCEPT, this);
  }

  Loop loop() {
    return proxy.loop();
  }

  Opening opening() {
    return destination.opening();
  }

  Destination destination() {
    return destination;
  }

  Traffic traffic() {
    return before.plus(
        new Traffic(
            opening().port(),
            opening().owner(),
            sessions.size(),
            accepted,
            refused,
            failed,
            received,
            sent));
  }

  boolean isIdle() {
    return sessions.isEmpty();
  }

  @Override
  public void ready() {
    for (int i = 0; i < ACCEPTED_AT_ONCE && key.isValid(); i++) {
      long now = System.nanoTime();
      if (!accepts.take(now)) {
        pause();
        return;
      }
      if (!acceptOne(now)) {
        return;
      }
    }
  }

  private boolean acceptOne(long now) {
    try {
      SocketChannel client = listener.accept();
      if (client == null) {
        return false;
      }
      admit(client, now);
      return true;
    } catch (ClosedChannelException e) {
      return false;
    } catch (IOException e) {
      fault(e);
      return false;
    }
  }

  private void admit(SocketChannel client, long now) throws IOException {
    InetSocketAddress from = (InetSocketAddress) client.getRemoteAddress();
    Source source = proxy.sources().of(from.getAddress(), now);
    if (isFull(now) || !source.enter(now)) {
      refuse(client);
    } else if (!rate.take(now)) {
      source.left();
      refuse(client);
    } else {
      accepted++;
      Session session = new Session(this, source, client, from, now);
      sessions.add(session);
      proxy.deadlines().awaitIdentification(session);
      destination.reach(session, now);
    }
  }

  private boolean isFull(long now) {
    int most = proxy.limits().perVm();
    return most > 0 && sessions.size() >= most && !makeRoom(now);
  }

  /** Who has not said that it speaks SSH holds no place that somebody else needs. */
  private boolean makeRoom(long now) {
    for (Session session : sessions) {
      if (now - session.began() < TIME_TO_SPEAK) {
        return false;
      }
      if (!session.isIdentified()) {
        session.end(Ending.NO_IDENTIFICATION);
        return true;
      }
    }
    return false;
  }

  private void refuse(SocketChannel client) {
    refused++;
    new Connection(client).close(true);
  }

  /** Some moments have passed. */
  void tick(long now) {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
    destination.tick(now);
  }

  private void pause() {
    key.interestOps(0); // until the next tick
  }

  /** Something failed that is not a client's doing. */
  void fault(IOException e) {
    proxy.fault(e);
    if (key.isValid()) {
      pause();
    }
  }

  void dialled(Session session) {
    proxy.deadlines().awaitGuest(session);
  }

  void reached(Session session) {
    proxy.deadlines().reached(session);
  }

  void identified(Session session) {
    proxy.deadlines().identified(session);
  }

  void received(int bytes) {
    received += bytes;
  }

  void sent(int bytes) {
    sent += bytes;
  }

  /** Bytes that were read and that nobody takes yet; negative once they are gone. */
  void stalled(int bytes) {
    stalled += bytes;
  }

  /** How many bytes may be read from one of its connections at once. */
  int readAtOnce() {
    return Math.clamp((MOST_STALLED - stalled) / 8, LEAST_READ, loop().mostAtOnce());
  }

  void ended(Session session, Ending ending) {
    sessions.remove(session);
    destination.forget(session);
    proxy.deadlines().forget(session);
    if (ending.isFailure()) {
      failed++;
    }
    proxy.ended(this, session, ending);
  }

  /** Serves whoever has come already, then listens no more. Connections live on. */
  void stopListening() throws IOException {
    while (listener.isOpen() && acceptOne(System.nanoTime())) {}
    listener.close();
  }

  /** Listens no more and ends all connections. */
  void shut() throws IOException {
    listener.close();
    List.copyOf(sessions).forEach(session -> session.end(Ending.PORT_CLOSED));
  }
}
