package network.golem.vm.provider.backend.multipass;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.Isolation;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.Usage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.image.Image;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * VMs by the multipass program of this host. Multipass makes and keeps them by itself: a launch
 * that was given up goes on, so what it came to is always asked, never assumed. Thread-safe.
 */
public final class MultipassBackend implements VmBackend {

  private static final Logger log = LoggerFactory.getLogger(MultipassBackend.class);
  private static final int SSH_PORT = 22;

  private final Multipass multipass;
  private final Set<String> images;
  private final @Nullable BridgeIsolation isolation;
  private final Deadlines deadlines;
  private final int sshPort;

  /**
   * @param catalogue of which those with a name at Multipass can be used
   * @param isolation what keeps guests from this host; null where they may reach what it reaches
   */
  public MultipassBackend(
      Path program, Collection<Image> catalogue, @Nullable BridgeIsolation isolation) {
    this(program, catalogue, isolation, Deadlines.USUAL, SSH_PORT);
  }

  MultipassBackend(
      Path program,
      Collection<Image> catalogue,
      @Nullable BridgeIsolation isolation,
      Deadlines deadlines,
      int sshPort) {
    this.multipass = new Multipass(program, deadlines.query());
    this.images =
        catalogue.stream()
            .filter(image -> image.multipassAlias() != null)
            .map(Image::name)
            .collect(Collectors.toUnmodifiableSet());
    this.isolation = isolation;
    this.deadlines = deadlines;
    this.sshPort = sshPort;
  }

  @Override
  public String name() {
    return "multipass";
  }

  @Override
  public Set<String> images() {
    return images;
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    String name = request.instance();
    String image = request.image().multipassAlias();
    if (image == null) {
      throw new BackendException.Failed("Multipass has no image " + request.image().name());
    }
    requireIsolation();
    try {
      String userData = request.cloudConfig().userData();
      multipass.launch(
          name,
          image,
          request.resources(),
          userData,
          deadlines.launch(),
          new LaunchSteps(progress));
    } catch (BackendException.TimedOut e) {
      expectRunning(name, e);
    }
    // A launch succeeds even when the instance was deleted meanwhile.
    awaitAddress(name, deadlines.address());
  }

  /** Multipass keeps the cloud-config in a directory of its own, which only root reads. */
  @Override
  public void forgetSecrets(String instance) {}

  @Override
  public void start(String instance, Progress progress)
      throws BackendException, InterruptedException {
    switch (known(instance).state()) {
      case UNKNOWN ->
          throw new BackendException.Failed(
              instance + " is in no state that it could be started from");
      case STOPPED -> boot(instance, progress);
      case CHANGING -> awaitAddress(instance, deadlines.start());
      case RUNNING -> awaitAddress(instance, deadlines.address());
    }
  }

  private void boot(String instance, Progress progress)
      throws BackendException, InterruptedException {
    requireIsolation();
    progress.phase(Phase.BOOT);
    try {
      multipass.start(instance, deadlines.start());
    } catch (BackendException.TimedOut e) {
      expectRunning(instance, e);
    }
    awaitAddress(instance, deadlines.address());
  }

  /**
   * Only a guest that runs is asked to shut down: one that boots does not hear, and the daemon
   * would be blocked meanwhile.
   */
  @Override
  public void stop(String instance) throws BackendException, InterruptedException {
    Instance found = known(instance);
    if (found.state() == Instance.State.STOPPED
        || (found.state() == Instance.State.RUNNING && shutsDown(instance))) {
      return;
    }
    if (!multipass.switchOff(instance, deadlines.force())) {
      multipass.stop(instance, deadlines.force());
    }
  }

  private boolean shutsDown(String instance) throws BackendException, InterruptedException {
    try {
      multipass.stop(instance, deadlines.shutdown());
      return true;
    } catch (BackendException.TimedOut | BackendException.Failed e) {
      log.info("{} is switched off, for it did not shut down: {}", instance, e.getMessage());
      return false;
    }
  }

  @Override
  public void resize(String instance, Resources resources)
      throws BackendException, InterruptedException {
    if (known(instance).state() != Instance.State.STOPPED) {
      throw new BackendException.Failed(
          instance + " runs; only a stopped VM is given another size");
    }
    multipass.resize(instance, resources, deadlines.force());
  }

  /**
   * A launch that was given up may still be in preparation, a time in which Multipass knows nothing
   * to delete and will bring the instance into being later.
   */
  @Override
  public void destroy(String instance) throws BackendException, InterruptedException {
    Patience patience = new Patience(deadlines.launch(), deadlines.poll());
    while (!multipass.delete(instance, deadlines.force()) && multipass.isTaken(instance)) {
      if (!patience.pause()) {
        throw new BackendException.TimedOut(
            instance + " could not be deleted in time: Multipass is still preparing it");
      }
    }
  }

  @Override
  public Optional<Instance> inspect(String instance) throws BackendException, InterruptedException {
    // "list" opens one SSH session per guest and does without when a guest refuses it; "info" runs
    // several commands in the guest.
    return instances().stream().filter(found -> found.name().equals(instance)).findFirst();
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException, InterruptedException {
    return instances().stream().filter(instance -> instance.name().startsWith(prefix)).toList();
  }

  /** A guest that does not let itself be asked says nothing about Multipass. */
  @Override
  public Usage usage(String instance) throws BackendException, InterruptedException {
    try {
      Information.Entry entry = multipass.information(instance).info().get(instance);
      return entry == null ? Usage.UNKNOWN : entry.usage();
    } catch (BackendException.Unavailable e) {
      throw new BackendException.Failed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void checkUsable(Image image) throws BackendException {
    VmBackend.super.checkUsable(image);
    String complaint = isolation().complaint();
    if (complaint != null) {
      throw new BackendException.Failed("VMs cannot be isolated here now: " + complaint);
    }
  }

  @Override
  public Isolation isolation() {
    return isolation == null ? Isolation.NOT_TRIED : isolation.last();
  }

  @Override
  public Isolation checkIsolation() throws InterruptedException {
    return isolation == null ? Isolation.NOT_TRIED : isolation.check();
  }

  private void requireIsolation() throws BackendException, InterruptedException {
    if (isolation != null) {
      isolation.require();
    }
  }

  @Override
  public String version() throws BackendException, InterruptedException {
    return Objects.requireNonNullElse(multipass.versions().multipass(), "");
  }

  @Override
  public Optional<String> complaint() throws InterruptedException {
    try {
      Versions versions = multipass.versions();
      if (versions.isTooOld()) {
        return Optional.of(
            "Multipass "
                + versions.multipass()
                + " is too old; install "
                + Versions.OLDEST
                + " or newer");
      }
      multipass.list();
      return Optional.empty();
    } catch (BackendException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private List<Instance> instances() throws BackendException, InterruptedException {
    return multipass.list().stream().map(entry -> entry.toInstance(sshPort)).toList();
  }

  private Instance known(String instance) throws BackendException, InterruptedException {
    return inspect(instance)
        .orElseThrow(() -> new BackendException.Failed("Multipass has no instance " + instance));
  }

  /** After a time-out: what the instance has come to decides. */
  private void expectRunning(String instance, BackendException.TimedOut timedOut)
      throws BackendException, InterruptedException {
    Optional<Instance> found = inspect(instance);
    if (found.isEmpty() || found.get().state() != Instance.State.RUNNING) {
      String now =
          found.map(it -> it.state().toString()).orElse("not there yet").toLowerCase(Locale.ROOT);
      throw new BackendException.TimedOut(timedOut.getMessage() + " (it is " + now + ")");
    }
    log.info("{} runs all the same: {}", instance, timedOut.getMessage());
  }

  private void awaitAddress(String instance, Duration deadline)
      throws BackendException, InterruptedException {
    Patience patience = new Patience(deadline, deadlines.poll());
    while (known(instance).ssh() == null) {
      if (!patience.pause()) {
        throw new BackendException.TimedOut(
            instance + " got no address in " + deadline.toSeconds() + " s");
      }
    }
  }
}
