package network.golem.vm.provider.backend.qemu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.Progress;
import network.golem.vm.provider.backend.Usage;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageException;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.image.LocalImage;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.process.CommandException;
import network.golem.vm.provider.settings.GuestNetwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * VMs as QEMU processes, one each, that outlive the provider and are found again after a restart.
 * All that is known of an instance is in its directory.
 */
public final class QemuBackend implements VmBackend {

  private static final Logger log = LoggerFactory.getLogger(QemuBackend.class);
  private static final Duration VERSION_DEADLINE = Duration.ofSeconds(10);
  private static final Duration READY_DEADLINE = Duration.ofMinutes(5);
  private static final int START_ATTEMPTS = 3;

  /**
   * What QEMU says when somebody else was quicker: at the loopback port, or looking at the pid
   * file.
   */
  private static final Pattern START_RACES = Pattern.compile("host forwarding|lock pid file");

  /** Where unsolicited mail comes from. */
  private static final List<Integer> CLOSED_PORTS = List.of(25);

  private static final Pattern VERSION = Pattern.compile("version (\\S+)");
  private static final int LONGEST_NAME = 40;

  private final Path directory;
  private final ImageCatalogue catalogue;
  private final ImageStore images;
  private final Confinement confinement;
  private final @Nullable Instant isolationProved;
  private volatile Acceleration acceleration;

  private QemuBackend(
      Path directory,
      ImageCatalogue catalogue,
      ImageStore images,
      Confinement confinement,
      Acceleration acceleration,
      @Nullable Instant isolationProved) {
    this.directory = directory;
    this.catalogue = catalogue;
    this.images = images;
    this.confinement = confinement;
    this.acceleration = acceleration;
    this.isolationProved = isolationProved;
  }

  /**
   * Prepares the use of QEMU; takes up to 5 s to find out how fast guests can run here, and tries
   * whether they can be isolated where that is wanted.
   *
   * @param directory where instances are kept; its path must leave room for sockets in it
   * @param network what guests can reach
   */
  public static QemuBackend open(
      Path directory, ImageCatalogue catalogue, ImageStore images, GuestNetwork network)
      throws BackendException, IOException, InterruptedException {
    int longest = directory.toString().length() + LONGEST_NAME;
    if (longest > InstanceDirectory.LONGEST_SOCKET_PATH) {
      throw new BackendException.Failed(
          "the path "
              + directory
              + " is too long for the sockets in it; choose a data directory whose path is shorter by "
              + (longest - InstanceDirectory.LONGEST_SOCKET_PATH)
              + " characters");
    }
    Confinement confinement = Confinement.of(network);
    if (confinement.isolates()) {
      IsolationProbe.run(directory, confinement);
    }
    return new QemuBackend(
        directory,
        catalogue,
        images,
        confinement,
        AccelerationProbe.probe(),
        confinement.isolates() ? Instant.now() : null);
  }

  @Override
  public String name() {
    return "qemu";
  }

  @Override
  public void launch(LaunchRequest request, Progress progress)
      throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(request.instance());
    progress.phase(Phase.IMAGE);
    LocalImage image = fetch(request.image(), progress);
    attempt(
        instance,
        () -> {
          if (instance.exists()) {
            throw new BackendException.Failed("instance " + instance.name() + " exists already");
          }
          progress.phase(Phase.DISK);
          instance.create();
          Disks.makeDisk(instance, image.disk(), request.resources());
          Disks.makeSeed(instance, instance.seed(), request.cloudConfig());
          if (image.disk() != null) {
            Disks.makeSeed(instance, instance.laterSeed(), request.cloudConfig().withoutHostKey());
          }
          boot(instance, blueprint(instance, request, image), progress);
          return null;
        });
  }

  /** A guest without a disk of its own needs its key at each boot. */
  @Override
  public void forgetSecrets(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    attempt(
        instance,
        () -> {
          instance.replaceSeed();
          return null;
        });
  }

  @Override
  public void start(String name, Progress progress) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    attempt(
        instance,
        () -> {
          QemuProcess process = process(instance);
          if (process.lives() && process.state() == Instance.State.RUNNING) {
            return null;
          }
          if (process.lives()) {
            process.switchOff(); // held back since a start that was cut off
          }
          boot(instance, process.blueprint(), progress);
          return null;
        });
  }

  @Override
  public void stop(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    attempt(
        instance,
        () -> {
          QemuProcess process = process(instance);
          if (process.lives()) {
            process.shutDown();
          }
          return null;
        });
  }

  @Override
  public void resize(String name, Resources resources)
      throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    attempt(
        instance,
        () -> {
          QemuProcess process = process(instance);
          if (process.lives()) {
            throw new BackendException.Failed(
                name + " runs; only a stopped VM is given another size");
          }
          Blueprint blueprint = process.blueprint();
          if (resources.storage() > blueprint.resources().storage()) {
            Disks.grow(instance, resources);
          }
          instance.write(blueprint.ofSize(resources));
          return null;
        });
  }

  @Override
  public void destroy(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    attempt(
        instance,
        () -> {
          if (instance.isLocked()) {
            process(instance).switchOff();
          }
          instance.delete();
          return null;
        });
  }

  @Override
  public Optional<Instance> inspect(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    return instance.exists()
        ? Optional.of(attempt(instance, () -> describe(instance)))
        : Optional.empty();
  }

  @Override
  public List<Instance> list(String prefix) throws BackendException, InterruptedException {
    List<Path> paths;
    try (var found = Files.list(directory)) {
      paths =
          found.filter(path -> path.getFileName().toString().startsWith(prefix)).sorted().toList();
    } catch (IOException e) {
      throw new BackendException.Unavailable("cannot list " + directory + ": " + e.getMessage(), e);
    }
    List<Instance> instances = new ArrayList<>();
    for (Path path : paths) {
      inspect(path.getFileName().toString()).ifPresent(instances::add);
    }
    return instances;
  }

  @Override
  public Usage usage(String name) throws BackendException, InterruptedException {
    InstanceDirectory instance = instance(name);
    return attempt(
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
    return catalogue.all().stream()
        .filter(this::isUsable)
        .map(Image::name)
        .collect(Collectors.toSet());
  }

  /** As in "QEMU emulator version 7.2.17 (Debian 1:7.2+dfsg-7+deb12u14)". */
  @Override
  public String version() throws BackendException, InterruptedException {
    try {
      String said =
          Command.of(VERSION_DEADLINE, "qemu-system-x86_64", "--version").runOrThrow().stdout();
      Matcher version = VERSION.matcher(said);
      return version.find() ? version.group(1) : "";
    } catch (CommandException e) {
      throw new BackendException.Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<Instant> isolationProved() {
    return Optional.ofNullable(isolationProved);
  }

  @Override
  public Optional<String> complaint() throws InterruptedException {
    return HostTrial.programs();
  }

  /** A full cloud image takes minutes to boot in software emulation: none is fetched for that. */
  private boolean isUsable(Image image) {
    if (acceleration == Acceleration.KVM) {
      return images.available(image);
    }
    try {
      return images.local(image).isPresent();
    } catch (ImageException e) {
      log.warn("image {} cannot be used: {}", image.name(), e.getMessage());
      return false;
    }
  }

  private LocalImage fetch(Image image, Progress progress)
      throws BackendException, InterruptedException {
    try {
      return images.fetch(image, progress::detail);
    } catch (ImageException e) {
      throw new BackendException.Failed(String.valueOf(e.getMessage()), e);
    }
  }

  private void boot(InstanceDirectory instance, Blueprint blueprint, Progress progress)
      throws BackendException, CommandException, IOException, InterruptedException {
    progress.phase(Phase.BOOT);
    QemuProcess process = start(instance, blueprint);
    try (SerialConsole console = SerialConsole.listen(instance.serial())) {
      process.release();
      if (blueprint.readyMarker() != null) {
        new GuestBoot(console, blueprint.readyMarker()).await(process, READY_DEADLINE, progress);
      }
    }
  }

  private QemuProcess start(InstanceDirectory instance, Blueprint blueprint)
      throws BackendException, CommandException, IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Blueprint chosen = blueprint.onPort(QemuStart.freeLoopbackPort());
      instance.write(chosen);
      try {
        return new QemuStart(instance, chosen, acceleration, confinement)
            .run(Firewall.ofThisHost(CLOSED_PORTS));
      } catch (BackendException.Failed e) {
        boolean raced = START_RACES.matcher(String.valueOf(e.getMessage())).find();
        if (attempt == START_ATTEMPTS || !(raced || acceleration == Acceleration.KVM)) {
          throw e;
        }
        if (!raced) {
          log.warn(
              "KVM fails on this host, guests run in software emulation from now on: {}",
              e.getMessage());
          acceleration = Acceleration.EMULATION;
        }
      }
    }
  }

  private static Blueprint blueprint(
      InstanceDirectory instance, LaunchRequest request, LocalImage image) throws IOException {
    Image.DirectBoot boot = request.image().boot();
    Path kernel = image.kernel();
    Path initrd = image.initrd();
    return new Blueprint(
        UUID.randomUUID(),
        request.resources(),
        boot == null || kernel == null ? null : instance.include(kernel),
        boot == null || initrd == null ? null : instance.include(initrd),
        boot == null ? null : boot.commandLine(),
        request.image().readyMarker(),
        0);
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

  private InstanceDirectory instance(String name) {
    return new InstanceDirectory(directory.resolve(name));
  }

  private static QemuProcess process(InstanceDirectory instance)
      throws BackendException, IOException {
    return instance
        .blueprint()
        .map(blueprint -> new QemuProcess(instance, blueprint))
        .orElseThrow(() -> new BackendException.Failed("there is no instance " + instance.name()));
  }

  private interface Work<T extends @Nullable Object> {
    T run() throws BackendException, IOException, CommandException, InterruptedException;
  }

  private static <T extends @Nullable Object> T attempt(InstanceDirectory instance, Work<T> work)
      throws BackendException, InterruptedException {
    try {
      return work.run();
    } catch (CommandException.TimedOut e) {
      throw new BackendException.TimedOut(String.valueOf(e.getMessage()));
    } catch (ClosedByInterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(instance.name() + " was given up");
    } catch (IOException | CommandException e) {
      throw new BackendException.Failed(instance.name() + ": " + e.getMessage(), e);
    }
  }
}
