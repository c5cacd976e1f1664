package network.golem.vm.provider.vm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.Isolation;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.console.SerialConsole;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose instances are real SSH servers in this process, each with the host key that its
 * cloud-config gives it: all of the provider but the virtual machine is real. It can be told to
 * misbehave.
 */
final class SshServingBackend implements VmBackend {

  private final Map<String, Guest> guests = new ConcurrentHashMap<>();
  private final AtomicReference<BackendException> nextLaunchFails = new AtomicReference<>();
  private final AtomicReference<BackendException> nextResizeFails = new AtomicReference<>();
  private final Map<String, Resources> sizes = new ConcurrentHashMap<>();
  private final Map<String, LaunchRequest> requests = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<String> bewildered = ConcurrentHashMap.newKeySet();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private volatile boolean down;
  private volatile boolean hangs;
  private volatile @Nullable String openBecause;
  private volatile @Nullable SerialConsole console;
  private volatile @Nullable ProxyHeaders headers;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private record Guest(LaunchRequest request, SshServer server) {}

  /** The next launch ends in this failure, after the instance was made. */
  void failNextLaunch(BackendException failure) {
    nextLaunchFails.set(failure);
  }

  void goDown() {
    down = true;
  }

  /** Each call takes longer than it may; no word of it when asked how it is. */
  void hang() {
    hangs = true;
  }

  /** How often it was asked anything but whether it is well. */
  int calls() {
    return calls.get();
  }

  /** The backend says something of it that is not known here. */
  void bewilder(String instance) {
    bewildered.add(instance);
  }

  /** The guest runs, but nothing answers at its SSH port. */
  void silence(String instance) {
    silent.add(instance);
    stopServer(guests.get(instance));
  }

  void comeBack() {
    down = false;
    hangs = false;
  }

  /** Launches wait from now on, until the answer is counted down. */
  CountDownLatch holdLaunches() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** From now on guests want to be told who connects, and talk to nobody of whom they are not. */
  void expectProxyHeaders() {
    headers = new ProxyHeaders();
  }

  /** Who connected to guests, as they were told. */
  Set<SocketAddress> callers() {
    return headers == null ? Set.of() : headers.callers();
  }

  void shutDownFromInside(String instance) {
    stopServer(guests.get(instance));
  }

  void forget(String instance) {
    stopServer(guests.remove(instance));
  }

  /** A launch that was given up, or an instance that was destroyed, is there after all. */
  void comeUpLater(String instance) {
    Guest guest = new Guest(requests.get(instance), serverOf(requests.get(instance)));
    guests.put(instance, guest);
    startServer(guest);
  }

  /** Guests can be isolated no more; null when they can again. */
  void open(@Nullable String why) {
    openBecause = why;
  }

  @Override
  public Isolation isolation() {
    return new Isolation(null, openBecause);
  }

  /** All guests have this console from now on. */
  void giveConsole(SerialConsole serial) {
    console = serial;
  }

  @Override
  public Optional<byte[]> consoleLog(String instance) {
    try {
      return console == null ? Optional.empty() : Optional.of(console.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<SerialConsole> console(String instance) {
    return Optional.ofNullable(console).filter(SerialConsole::isLive);
  }

  Set<String> instances() {
    return guests.keySet();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    check();
    progress.phase(Phase.IMAGE);
    requests.put(request.instance(), request);
    Guest guest = new Guest(request, serverOf(request));
    if (guests.putIfAbsent(request.instance(), guest) != null) {
      throw new BackendException.Failed("instance " + request.instance() + " exists already");
    }
    gate.await();
    progress.phase(Phase.BOOT);
    startServer(guest);
    BackendException failure = nextLaunchFails.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void forgetSecrets(String instance) {}

  @Override
  public void start(String instance, Progress progress) throws BackendException {
    check();
    progress.phase(Phase.BOOT);
    Guest guest = guests.get(instance);
    if (guest == null) {
      throw new BackendException.Failed("no instance " + instance);
    }
    if (!guest.server().isStarted()) {
      Guest again = new Guest(guest.request(), serverOf(guest.request()));
      guests.put(instance, again);
      startServer(again);
    }
  }

  @Override
  public void stop(String instance) throws BackendException {
    check();
    Guest guest = guests.get(instance);
    if (guest == null) {
      throw new BackendException.Failed("no instance " + instance);
    }
    stopServer(guest);
  }

  @Override
  public void resize(String instance, Resources resources) throws BackendException {
    check();
    BackendException failure = nextResizeFails.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
    sizes.put(instance, resources);
  }

  /** The size that it was given last; null when it has the one it was made with. */
  @Nullable Resources sizeOf(String instance) {
    return sizes.get(instance);
  }

  void failNextResize(BackendException failure) {
    nextResizeFails.set(failure);
  }

  @Override
  public void destroy(String instance) throws BackendException {
    check();
    Guest guest = guests.remove(instance);
    if (guest != null) {
      stopServer(guest);
    }
  }

  @Override
  public Optional<Instance> inspect(String instance) throws BackendException {
    check();
    return Optional.ofNullable(guests.get(instance)).map(guest -> described(instance, guest));
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException {
    check();
    return guests.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> described(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public Set<String> images() {
    return Set.of("debian-12");
  }

  @Override
  public Optional<String> complaint() {
    return down ? Optional.of("it was told to be down") : Optional.empty();
  }

  private void check() throws BackendException {
    calls.incrementAndGet();
    if (down) {
      throw new BackendException.Unavailable("it was told to be down");
    }
    if (hangs) {
      throw new BackendException.TimedOut("no answer for 30 s");
    }
  }

  private Instance described(String name, Guest guest) {
    SshServer server = guest.server();
    if (bewildered.contains(name)) {
      return new Instance(name, Instance.State.UNKNOWN, null);
    }
    if (silent.contains(name)) {
      return new Instance(name, Instance.State.RUNNING, null);
    }
    return server.isStarted()
        ? new Instance(
            name,
            Instance.State.RUNNING,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
        : new Instance(name, Instance.State.STOPPED, null);
  }

  private SshServer serverOf(LaunchRequest request) {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    byte[] key = request.hostKey().privateKey().getBytes(StandardCharsets.US_ASCII);
    try {
      var pairs =
          SecurityUtils.loadKeyPairIdentities(null, null, new ByteArrayInputStream(key), null);
      server.setKeyPairProvider(_ -> pairs);
      server.setServerProxyAcceptor(headers);
      return server;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("host key cannot be read", e);
    }
  }

  private static void startServer(Guest guest) {
    try {
      guest.server().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stopServer(Guest guest) {
    try {
      guest.server().stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
