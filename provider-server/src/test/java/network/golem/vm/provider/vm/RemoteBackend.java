package network.golem.vm.provider.vm;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.VmBackend;

/**
 * A backend whose instances live in the process of the test, so that they outlive the provider: one
 * connection to {@link GuestHost} for each call.
 */
final class RemoteBackend implements VmBackend {

  static final String PHASE = "phase";
  static final String DONE = "done";
  static final String FAILED = "failed";

  private final int port;

  RemoteBackend(int port) {
    this.port = port;
  }

  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private <T> T call(Progress progress, Answer<T> answer, String... words)
      throws BackendException, InterruptedException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))) {
      out.writeInt(words.length);
      for (String word : words) {
        out.writeUTF(word);
      }
      out.flush();
      while (true) {
        switch (in.readUTF()) {
          case PHASE -> {
            progress.phase(Phase.valueOf(in.readUTF()));
            out.writeBoolean(true);
            out.flush();
          }
          case DONE -> {
            return answer.read(in);
          }
          default -> throw new BackendException.Failed(in.readUTF());
        }
      }
    } catch (IOException e) {
      if (Thread.interrupted()) { // closes the socket that a virtual thread waits for
        throw new InterruptedException();
      }
      throw new BackendException.Unavailable("no answer: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "remote";
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    call(
        progress,
        _ -> true,
        "launch",
        request.instance(),
        request.cloudConfig().hostname().value(),
        request.hostKey().publicKey().line(),
        request.hostKey().privateKey());
  }

  @Override
  public void forgetSecrets(String instance) {}

  @Override
  public void start(String instance, Progress progress)
      throws BackendException, InterruptedException {
    call(progress, _ -> true, "start", instance);
  }

  @Override
  public void stop(String instance) throws BackendException, InterruptedException {
    call(_ -> {}, _ -> true, "stop", instance);
  }

  @Override
  public void resize(String instance, Resources resources)
      throws BackendException, InterruptedException {
    call(
        _ -> {},
        _ -> true,
        "resize",
        instance,
        "" + resources.cpu(),
        "" + resources.memory(),
        "" + resources.storage());
  }

  @Override
  public void destroy(String instance) throws BackendException, InterruptedException {
    call(_ -> {}, _ -> true, "destroy", instance);
  }

  @Override
  public Optional<Instance> inspect(String instance) throws BackendException, InterruptedException {
    return instances("inspect", instance).stream().findFirst();
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException, InterruptedException {
    return instances("list", prefix);
  }

  private List<Instance> instances(String question, String name)
      throws BackendException, InterruptedException {
    return call(
        _ -> {},
        in -> {
          List<Instance> instances = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            instances.add(instance(in));
          }
          return instances;
        },
        question,
        name);
  }

  private static Instance instance(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Instance.State state = Instance.State.valueOf(in.readUTF());
    int sshPort = in.readInt();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), sshPort);
    return new Instance(name, state, sshPort == 0 ? null : address);
  }

  @Override
  public Set<String> images() {
    return Set.of("debian-12");
  }

  @Override
  public Optional<String> complaint() {
    return Optional.empty();
  }
}
