package network.golem.vm.provider.backend;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.backend.console.Transcript;
import network.golem.vm.provider.image.Image;

/**
 * What runs VMs on this host. Instances are known by names that the provider makes; a backend
 * touches no others. Every call is bounded in time and may be made from any thread; calls for one
 * instance are made one at a time.
 *
 * <p>A call that ends in {@link BackendException.TimedOut} or {@link BackendException.Unavailable}
 * says nothing about the instance: {@link #inspect} does.
 */
public interface VmBackend {

  /** {@code qemu} or {@code multipass}. */
  String name();

  /**
   * Makes an instance and boots it; returns once the backend takes its guest for ready. A failed
   * launch may leave a part of it behind, which {@link #destroy} removes.
   */
  void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException;

  /**
   * Forgets what the guest of a launched instance has taken over and will not ask for again, above
   * all the private half of its host key. Called once the guest answered with that key; done twice,
   * it is as if done once.
   */
  void forgetSecrets(String instance) throws BackendException, InterruptedException;

  /**
   * Boots a stopped instance; returns once the backend takes its guest for ready. A running one
   * stays as it is.
   */
  void start(String instance, Progress progress) throws BackendException, InterruptedException;

  /**
   * Shuts an instance down, by force when the guest does not do it in time. A stopped one stays as
   * it is.
   */
  void stop(String instance) throws BackendException, InterruptedException;

  /**
   * Gives a stopped instance another size; a running one is refused. Storage never shrinks. Done
   * twice, it is as if done once.
   */
  void resize(String instance, Resources resources) throws BackendException, InterruptedException;

  /**
   * Removes an instance and all its data, running or not. One that does not exist is as good as
   * removed.
   */
  void destroy(String instance) throws BackendException, InterruptedException;

  /** What the backend says of one instance; empty when it certainly does not exist. */
  Optional<Instance> inspect(String instance) throws BackendException, InterruptedException;

  /** What a running instance uses, as far as the backend can tell. */
  default Usage usage(String instance) throws BackendException, InterruptedException {
    return Usage.UNKNOWN;
  }

  /**
   * What an instance wrote last on its serial console, at most {@link Transcript#MOST_KEPT} bytes,
   * also of one that does not run; empty where the backend keeps none.
   */
  default Optional<byte[]> consoleLog(String instance)
      throws BackendException, InterruptedException {
    return Optional.empty();
  }

  /** The serial console of a running instance; empty where there is none. */
  default Optional<SerialConsole> console(String instance)
      throws BackendException, InterruptedException {
    return Optional.empty();
  }

  /**
   * All instances whose names start with {@code prefix}. Never an empty answer in place of a failed
   * one.
   */
  List<Instance> list(String prefix) throws BackendException, InterruptedException;

  /**
   * Does one thing that makes later launches quicker, if there is such a thing to do. For when
   * nothing else is to be done: it may take minutes, and is given up by an interrupt without harm.
   */
  default void prepare() throws InterruptedException {}

  /** Of which images launches are quick now; empty where none ever is. Quick itself. */
  default List<FastCreate> fastCreate() {
    return List.of();
  }

  /** Names of the images that an instance can be made from now. */
  Set<String> images();

  /**
   * Whether this backend can be used, and where an instance of {@code image} would fail for sure.
   */
  default void checkUsable(Image image) throws BackendException {
    if (!images().contains(image.name())) {
      throw new BackendException.Failed(
          "image " + image.name() + " cannot be used with " + name() + " on this host");
    }
  }

  /** The version of the program that runs VMs, as it says it; empty when it does not say. */
  default String version() throws BackendException, InterruptedException {
    return "";
  }

  /** What holds a guest to its vCPUs and its memory, for a person. */
  default String limits() {
    return "held to their size by " + name();
  }

  /** Whether guests are kept from this host, its networks and each other; answers at once. */
  default Isolation isolation() {
    return Isolation.NOT_TRIED;
  }

  /** The same, looked at anew and put right where that is possible. */
  default Isolation checkIsolation() throws InterruptedException {
    return isolation();
  }

  /**
   * Asks the backend for a sign of life; empty when all is well, else what is wrong and what to do.
   */
  Optional<String> complaint() throws InterruptedException;
}
