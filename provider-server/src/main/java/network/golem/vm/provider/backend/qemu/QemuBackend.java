package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.golem.vm.model.vm.FastCreate;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.Isolation;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.Usage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.console.SerialConsole;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestPolicy;
import org.jspecify.annotations.Nullable;

/**
 * VMs as QEMU processes, one each, that outlive the provider and are found again after a restart.
 * All that is known of an instance is in its directory.
 */
public final class QemuBackend implements VmBackend {

  private final Instances instances;
  private final QemuImages images;
  private final Consoles consoles;
  private final Upkeep upkeep;
  private final ControlGroups groups;
  private final QemuBoot boot;
  private final @Nullable FastLaunch fast;
  private final Isolation isolation;

  private QemuBackend(
      Instances instances,
      QemuImages images,
      Consoles consoles,
      Upkeep upkeep,
      ControlGroups groups,
      QemuBoot boot,
      @Nullable FastLaunch fast,
      Isolation isolation) {
    this.instances = instances;
    this.images = images;
    this.consoles = consoles;
    this.upkeep = upkeep;
    this.groups = groups;
    this.boot = boot;
    this.fast = fast;
    this.isolation = isolation;
  }

  /**
   * Prepares the use of QEMU; takes up to 5 s to find out how fast guests can run here, and tries
   * whether they can be isolated where that is wanted.
   *
   * @param directory where instances are kept; its path must leave room for sockets in it
   * @param policy what guests can reach and use
   * @param fastCreate whether guests are booted in advance
   */
  public static QemuBackend open(
      Path directory,
      ImageCatalogue catalogue,
      ImageStore store,
      GuestPolicy policy,
      boolean fastCreate)
      throws BackendException, IOException, InterruptedException {
    Instances instances = Instances.in(directory);
    Confinement confinement = Confinement.of(policy.network(), ControlGroups.ofThisHost());
    if (confinement.isolates()) {
      IsolationProbe.run(directory, confinement);
    }
    Isolation isolation = new Isolation(confinement.isolates() ? Instant.now() : null, null);
    Consoles consoles = new Consoles();
    QemuBoot boot = new QemuBoot(policy, confinement, consoles, AccelerationProbe.probe());
    QemuImages images = new QemuImages(catalogue, store);
    Snapshots snapshots = new Snapshots(directory, confinement.groups());
    snapshots.clear(fastCreate);
    var maker = new SnapshotMaker(snapshots, boot);
    FastLaunch fast =
        fastCreate ? new FastLaunch(snapshots, maker, images, boot, Clock.systemUTC()) : null;
    return new QemuBackend(
        instances,
        images,
        consoles,
        new Upkeep(consoles, confinement.isolates()),
        confinement.groups(),
        boot,
        fast,
        isolation);
  }

  /** Without guests that are booted in advance. */
  static QemuBackend open(
      Path directory, ImageCatalogue catalogue, ImageStore store, GuestPolicy policy)
      throws BackendException, IOException, InterruptedException {
    return open(directory, catalogue, store, policy, false);
  }

  @Override
  public String name() {
    return "qemu";
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(request.instance());
    progress.phase(Phase.IMAGE);
    LocalImage image = images.fetch(request.image(), progress);
    Attempt.change(
        instance,
        () -> {
          if (instance.exists()) {
            throw new BackendException.Failed("instance " + instance.name() + " exists already");
          }
          progress.phase(Phase.DISK);
          if (fast == null || !fast.launch(instance, request, image, progress)) {
            bootFromNothing(instance, request, image, progress);
          }
        });
  }

  private void bootFromNothing(
      InstanceDirectory instance, LaunchRequest request, LocalImage image, Progress progress)
      throws BackendException, CommandException, IOException, InterruptedException {
    instance.create();
    Disks.makeDisk(instance, image, request.resources());
    Disks.makeSeeds(instance, image, request.cloudConfig());
    boot.boot(instance, Blueprint.of(request.resources(), image, instance), progress);
  }

  @Override
  public void prepare() throws InterruptedException {
    if (fast != null) {
      fast.prepare();
    }
  }

  @Override
  public List<FastCreate> fastCreate() {
    return fast != null
        ? fast.states()
        : images.here().stream()
            .map(image -> new FastCreate(image.image().name(), List.of(), "--fast-create is false"))
            .toList();
  }

  /** A guest without a disk of its own needs its key at each boot. */
  @Override
  public void forgetSecrets(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    Attempt.change(instance, instance::replaceSeed);
  }

  @Override
  public void start(String name, Progress progress) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    Attempt.change(
        instance,
        () -> {
          QemuProcess process = QemuProcess.of(instance);
          if (process.lives() && process.state() == Instance.State.RUNNING) {
            return;
          }
          if (process.lives()) {
            process.switchOff(); // held back since a start that was cut off
          }
          boot.boot(instance, process.blueprint(), progress);
        });
  }

  @Override
  public void stop(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    Attempt.change(
        instance,
        () -> {
          QemuProcess process = QemuProcess.of(instance);
          if (process.lives()) {
            process.shutDown();
          }
        });
  }

  @Override
  public void resize(String name, Resources resources)
      throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    Attempt.change(
        instance,
        () -> {
          QemuProcess process = QemuProcess.of(instance);
          if (process.lives()) {
            throw new BackendException.Failed(
                name + " runs; only a stopped VM is given another size");
          }
          Blueprint blueprint = process.blueprint();
          if (resources.storage() > blueprint.resources().storage()) {
            Disks.grow(instance, resources);
          }
          instance.write(blueprint.ofSize(resources));
        });
  }

  @Override
  public void destroy(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    Attempt.change(
        instance,
        () -> {
          if (instance.isLocked()) {
            QemuProcess.of(instance).switchOff();
          }
          consoles.forget(instance);
          instance.delete();
          groups.remove(instance.name());
        });
  }

  @Override
  public Optional<Instance> inspect(String name) throws BackendException, InterruptedException {
    return instances.inspect(name);
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException, InterruptedException {
    List<Instance> found = instances.list(prefix);
    for (Instance instance : found) {
      switch (instance.state()) {
        case RUNNING -> upkeep.of(instances.named(instance.name()));
        case CHANGING -> upkeep.ofWaiting(instances.named(instance.name()));
        case STOPPED, UNKNOWN -> {
          // Nothing is known to be missing.
        }
      }
    }
    return found;
  }

  @Override
  public Optional<byte[]> consoleLog(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    return Attempt.on(instance, () -> Optional.of(consoles.log(instance)));
  }

  @Override
  public Optional<SerialConsole> console(String name)
      throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    return Attempt.on(instance, () -> consoles.of(instance));
  }

  @Override
  public Usage usage(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instances.named(name);
    return Attempt.on(
        instance,
        () -> {
          Optional<ProcessHandle> process = instance.process();
          return process.isPresent() && instance.isLocked()
              ? new QemuUsage(instance).read(process.get())
              : Usage.UNKNOWN;
        });
  }

  @Override
  public Set<String> images() {
    return images.usable(boot.acceleration());
  }

  @Override
  public String version() throws BackendException, InterruptedException {
    return HostTrial.version();
  }

  @Override
  public String limits() {
    return groups.described();
  }

  @Override
  public Isolation isolation() {
    return isolation;
  }

  @Override
  public Optional<String> complaint() throws InterruptedException {
    return HostTrial.programs();
  }
}
