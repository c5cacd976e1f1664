package network.golem.vm.provider.vm;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.SshPublicKey;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;

/**
 * What {@link RemoteBackend} talks to: real SSH servers in place of guests. It can hold a VM at a
 * {@link Moment} of a call, for as long as the provider lives.
 */
final class GuestHost implements AutoCloseable {

  private static final int LOOK_AROUND_MILLIS = 50;

  private final SshServingBackend guests = new SshServingBackend();
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final Map<Moment, CountDownLatch> held = new ConcurrentHashMap<>();

  GuestHost() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * A moment in the life of one VM.
   *
   * @param vm its name
   * @param at {@code CALL:before}, {@code CALL:PHASE} once that is recorded, or {@code CALL:after},
   *     when all is done but the provider has not been told
   */
  record Moment(String vm, String at) {}

  /** Whoever gets there stays there; counted down once that is. */
  CountDownLatch hold(Moment moment) {
    return held.computeIfAbsent(moment, _ -> new CountDownLatch(1));
  }

  /** From now on nothing is held; whoever was held and still has a provider goes on. */
  void letGo() {
    held.clear();
  }

  Set<String> instances() {
    return Set.copyOf(guests.instances());
  }

  /** The host is rebooted: no guest runs any more. */
  void reboot() {
    guests.instances().forEach(guests::shutDownFromInside);
  }

  boolean runs(String instance) throws BackendException {
    return guests.inspect(instance).orElseThrow().state() == Instance.State.RUNNING;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void answer(Socket socket) {
    try (socket;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
      String[] words = new String[in.readInt()];
      for (int i = 0; i < words.length; i++) {
        words[i] = in.readUTF();
      }
      try {
        perform(words, socket, in, out);
      } catch (BackendException e) {
        out.writeUTF(RemoteBackend.FAILED);
        out.writeUTF(String.valueOf(e.getMessage()));
      }
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      // the provider was killed in the middle of a call, as intended
    }
  }

  private void perform(String[] words, Socket socket, DataInputStream in, DataOutputStream out)
      throws BackendException, IOException, InterruptedException {
    String call = words[0];
    String instance = words[1];
    if (call.equals("list")) {
      out.writeUTF(RemoteBackend.DONE);
      write(guests.list(instance), out);
      return;
    }
    if (call.equals("launch")) {
      names.put(instance, words[2]);
    }
    pass(socket, instance, call + ":before");
    List<Instance> found = act(words, socket, in, out);
    pass(socket, instance, call + ":after");
    out.writeUTF(RemoteBackend.DONE);
    write(found, out);
  }

  private List<Instance> act(
      String[] words, Socket socket, DataInputStream in, DataOutputStream out)
      throws BackendException, InterruptedException {
    String instance = words[1];
    switch (words[0]) {
      case "launch" ->
          guests.launch(request(words), phase -> tell(phase.name(), words, socket, in, out));
      case "start" -> guests.start(instance, phase -> tell(phase.name(), words, socket, in, out));
      case "stop" -> guests.stop(instance);
      case "resize" ->
          guests.resize(
              instance,
              new Resources(
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  Integer.parseInt(words[4])));
      case "destroy" -> guests.destroy(instance);
      case "inspect" -> {
        Optional<Instance> found = guests.inspect(instance);
        return found.stream().toList();
      }
      default -> throw new IllegalStateException("no call " + words[0]);
    }
    return List.of();
  }

  private void tell(
      String phase, String[] words, Socket socket, DataInputStream in, DataOutputStream out) {
    try {
      out.writeUTF(RemoteBackend.PHASE);
      out.writeUTF(phase);
      out.flush();
      in.readBoolean();
      pass(socket, words[1], words[0] + ":" + phase);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever is held is let go, or hears of the provider's death: the connection breaks. */
  private void pass(Socket socket, String instance, String at) throws IOException {
    String vm = names.getOrDefault(instance, "");
    CountDownLatch reached = held.get(new Moment(vm, at));
    if (reached == null) {
      return;
    }
    reached.countDown();
    socket.setSoTimeout(LOOK_AROUND_MILLIS);
    while (true) {
      try {
        if (socket.getInputStream().read() < 0) {
          throw new IOException("the provider is no more");
        }
      } catch (SocketTimeoutException e) {
        if (held.isEmpty()) {
          socket.setSoTimeout(0);
          return;
        }
      }
    }
  }

  private static void write(List<Instance> instances, DataOutputStream out) throws IOException {
    out.writeInt(instances.size());
    for (Instance instance : instances) {
      out.writeUTF(instance.name());
      out.writeUTF(instance.state().name());
      out.writeInt(instance.ssh() == null ? 0 : instance.ssh().getPort());
    }
  }

  private static LaunchRequest request(String[] words) {
    HostKey key = new HostKey(new SshPublicKey(words[3]), words[4]);
    return new LaunchRequest(
        words[1],
        null,
        new Resources(1, 1, 10),
        new CloudConfig(words[1], new VmName(words[2]), key, List.of()));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    reboot();
  }
}
