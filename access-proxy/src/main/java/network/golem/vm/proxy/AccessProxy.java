package network.golem.vm.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries TCP connections from access ports to guests. One thread moves all bytes, by a selector
 * and one shared buffer, so that an idle connection costs next to nothing; in bulk, where there is
 * {@code splice}, bytes stay in the kernel. A reader that stops stops its writer: little is
 * buffered beyond one read. What is for the provider may be called by any thread; the rest is the
 * loop's.
 */
final class AccessProxy implements AutoCloseable {

  /** Quick in bulk, and still in the processor's cache when it is written. */
  private static final int READ_AT_ONCE = 128 * 1024;

  private final InetAddress address;
  private final Limits limits;
  private final Log log;
  private final Loop loop;
  private final Sources sources;
  private final Deadlines deadlines;
  private final Map<Integer, Door> doors = new HashMap<>();
  private final Map<Integer, Traffic> before = new HashMap<>();
  private @Nullable Predicate<Opening> resolver;
  private @Nullable Runnable drained;
  private boolean exhausted;
  private boolean faulted;

  /**
   * @param address the local address to listen on
   */
  AccessProxy(InetAddress address, Limits limits, Log log) throws IOException {
    this(address, limits, log, READ_AT_ONCE);
  }

  /**
   * @param readAtOnce so many bytes are read of one connection before it is another's turn; whoever
   *     sends more is in bulk
   */
  AccessProxy(InetAddress address, Limits limits, Log log, int readAtOnce) throws IOException {
    this.address = address;
    this.limits = limits;
    this.log = log;
    this.sources = new Sources(limits);
    this.deadlines = new Deadlines(limits);
    this.loop = new Loop(log, this::tick, readAtOnce);
    Thread.ofPlatform().name("access-proxy").daemon().start(loop::run);
  }

  /** What an earlier process has carried is counted as if this one had. */
  void countOn(List<Traffic> all) throws IOException {
    loop.call(() -> {
      all.forEach(each -> before.put(each.port(), each));
      return null;
    });
  }

  /**
   * Listens on a port. Where it does already, for the same owner, only the target is replaced.
   *
   * @param beside whether an earlier process of ours may be listening on it, too
   * @throws IOException when the port cannot be had; the message names it
   */
  void open(Opening opening, boolean beside) throws IOException {
    loop.call(() -> {
      Door present = doors.get(opening.port());
      if (present != null && present.opening().owner().equals(opening.owner())) {
        present.destination().become(opening);
      } else {
        shut(opening.port());
        ServerSocketChannel listener =
            Binding.listen(new InetSocketAddress(address, opening.port()), beside);
        doors.put(opening.port(), new Door(this, opening, before(opening), listener));
      }
      return null;
    });
  }

  private Traffic before(Opening opening) {
    Traffic known = before.remove(opening.port());
    return known != null && known.owner().equals(opening.owner()) ? known : Traffic.none(opening);
  }

  /**
   * Closes a port and all its connections; a closed one stays as it is.
   *
   * @param owner whose port alone is closed; anybody's if null
   */
  void close(int port, @Nullable String owner) throws IOException {
    loop.call(() -> {
      Door door = doors.get(port);
      if (door != null && (owner == null || owner.equals(door.opening().owner()))) {
        shut(port);
      }
      return null;
    });
  }

  /** Returns as soon as there is time for it: never, if the loop hangs. */
  void awaitTurn() throws IOException {
    loop.call(() -> null);
  }

  /** What passes and has passed through each open port. */
  List<Traffic> traffic() throws IOException {
    return loop.call(() -> doors.values().stream().map(Door::traffic).toList());
  }

  /** The guest behind a port is there now, or nobody knows better than before. */
  void target(Opening opening) throws IOException {
    loop.call(() -> {
      Door door = doors.get(opening.port());
      if (door != null && door.opening().owner().equals(opening.owner())) {
        door.destination().become(opening);
        door.destination().told();
      }
      return null;
    });
  }

  /**
   * From now on somebody is asked for a guest's address at each connection, and answers by {@link
   * #target}.
   *
   * @param asks takes a question without waiting; false when it cannot
   */
  void resolver(Predicate<Opening> asks) throws IOException {
    loop.call(() -> {
      resolver = asks;
      doors.values().forEach(door -> door.destination().told());
      return null;
    });
  }

  /** Whoever was asked is gone, unless it was another. */
  void unresolved(Predicate<Opening> asks) throws IOException {
    loop.call(() -> {
      if (asks.equals(resolver)) {
        resolver = null;
        doors.values().forEach(door -> door.destination().told());
      }
      return null;
    });
  }

  /** Listens no more. Connections live on; once the last has ended, {@code then} is run. */
  void drain(Runnable then) throws IOException {
    loop.call(() -> {
      for (Door door : doors.values()) {
        door.stopListening();
      }
      loop.finishClosing();
      drained = then;
      return null;
    });
  }

  private void shut(int port) throws IOException {
    Door door = doors.remove(port);
    if (door != null) {
      door.shut();
      loop.finishClosing();
    }
  }

  Limits limits() {
    return limits;
  }

  Loop loop() {
    return loop;
  }

  Sources sources() {
    return sources;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  boolean ask(Opening opening) {
    return resolver != null && resolver.test(opening);
  }

  void ended(Door door, Session session, Ending ending) {
    long now = System.nanoTime();
    session.source().left();
    if (ending != Ending.PORT_CLOSED && session.isScan() && session.source().scanned(now)) {
      log.event(
          "%s is kept out for %d s: it connects again and again and does not speak SSH"
              .formatted(session.from().getAddress().getHostAddress(), limits.ban().toSeconds()));
    }
    log.session(door.opening(), session, ending, now);
  }

  /** Told once, until there are file descriptors again. */
  void fault(IOException e) {
    faulted = true;
    if (!exhausted) {
      exhausted = true;
      log.event(
          "new connections have to wait, those that are open go on: %s; raise the limit of open files (ulimit -n)"
              .formatted(e.getMessage()));
    }
  }

  private void tick() {
    long now = System.nanoTime();
    if (exhausted && !faulted) {
      exhausted = false;
      log.event("new connections are taken again");
    }
    faulted = false;
    deadlines.tick(now);
    doors.values().forEach(door -> door.tick(now));
    if (drained != null && doors.values().stream().allMatch(Door::isIdle)) {
      drained.run();
      drained = null;
    }
  }

  @Override
  public void close() throws IOException {
    loop.call(() -> {
      for (Door door : doors.values()) {
        door.shut();
      }
      doors.clear();
      loop.close();
      return null;
    });
  }
}
