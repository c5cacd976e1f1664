package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All instances of this host, each a directory in one. */
record Instances(Path directory) {

  private static final Logger log = LoggerFactory.getLogger(Instances.class);
  private static final int LONGEST_NAME = 40;

  /**
   * @throws BackendException.Failed where the path leaves no room for sockets in it
   */
  static Instances in(Path directory) throws BackendException {
    int longest = directory.toString().length() + LONGEST_NAME;
    if (longest > InstanceDirectory.LONGEST_SOCKET_PATH) {
      throw new BackendException.Failed(
          "the path "
              + directory
              + " is too long for the sockets in it; choose a data directory whose path is shorter by "
              + (longest - InstanceDirectory.LONGEST_SOCKET_PATH)
              + " characters");
    }
    return new Instances(directory);
  }

  /** The instance of that name, whether it exists or not. */
  InstanceDirectory named(String name) {
    return new InstanceDirectory(directory.resolve(name));
  }

  Optional<Instance> inspect(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = named(name);
    return instance.exists()
        ? Optional.of(Attempt.on(instance, () -> describe(instance)))
        : Optional.empty();
  }

  /** One that cannot be asked is there in a state that is not known, and hides no other. */
  List<Instance> list(String prefix) throws BackendException, InterruptedException {
    List<Instance> instances = new ArrayList<>();
    for (String name : names(prefix)) {
      try {
        inspect(name).ifPresent(instances::add);
      } catch (BackendException.Failed e) {
        log.debug("{} cannot be asked", name, e);
        instances.add(new Instance(name, Instance.State.UNKNOWN, null));
      }
    }
    return instances;
  }

  private List<String> names(String prefix) throws BackendException {
    try (var found = Files.list(directory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && !Snapshots.isNameOfOne(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new BackendException.Unavailable("cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  /** One without a blueprint is half made or half removed: it is there, and it does not run. */
  private static Instance describe(InstanceDirectory instance) throws IOException {
    Blueprint blueprint = instance.blueprint().orElse(null);
    if (blueprint == null || !instance.isLocked()) {
      return new Instance(instance.name(), Instance.State.STOPPED, null);
    }
    return new Instance(
        instance.name(), new QemuProcess(instance, blueprint).state(), ssh(blueprint));
  }

  private static InetSocketAddress ssh(Blueprint blueprint) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), blueprint.sshPort());
  }
}
