package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.BackendException;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.Phase;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.backend.VmBackendContract;
import network.golem.vm.provider.backend.console.ConsoleView;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with real QEMU processes and the smallest guest. */
class QemuBackendIT extends VmBackendContract {

  @TempDir private static Path directory;

  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();
  private final ImageStore images = new ImageStore(imageDirectory());

  @Override
  protected VmBackend openBackend() throws Exception {
    if (images.local(image()).isEmpty()) {
      new ImageBuild(images).build(image(), System.out::println);
    }
    return QemuBackend.open(directory, catalogue, images, GuestPolicy.of(GuestNetwork.ISOLATED));
  }

  @Override
  protected Image image() {
    return catalogue.find("tiny").orElseThrow();
  }

  @Override
  protected Resources resources() {
    return new Resources(1, 1, 1);
  }

  @Override
  protected void checkNothingIsLeftOf(String instance) {
    assertThat(directory.resolve(instance)).doesNotExist();
  }

  @Override
  protected void checkSize(Instance instance, Resources size) throws Exception {
    Path its = directory.resolve(instance.name());
    try (Qmp qmp = Qmp.connect(new InstanceDirectory(its).monitor())) {
      assertThat(qmp.execute("query-cpus-fast")).hasSize(size.cpu());
      assertThat(qmp.execute("query-memory-size-summary").path("base-memory").asLong())
          .isEqualTo((long) size.memory() << 30);
      assertThat(
              qmp.execute("query-block")
                  .path(0)
                  .path("inserted")
                  .path("image")
                  .path("virtual-size")
                  .asLong())
          .isEqualTo((long) size.storage() << 30);
    }
    try (GuestShell guest = GuestShell.logIn(instance.ssh(), image().defaultUser(), key)) {
      String kib = guest.run("df -k /home | awk 'END { print $2 }'");
      assertThat(Long.parseLong(kib) << 10)
          .as("bytes of the file system, less its own tables")
          .isGreaterThan(((long) size.storage() << 30) * 9 / 10);
    }
  }

  @Test
  void refusesADirectoryWhosePathLeavesNoRoomForSockets() {
    Path deep = directory.resolve("d".repeat(90));
    assertThatExceptionOfType(BackendException.Failed.class)
        .isThrownBy(
            () -> QemuBackend.open(deep, catalogue, images, GuestPolicy.of(GuestNetwork.ISOLATED)))
        .withMessageContaining("choose a data directory whose path is shorter by");
  }

  @Test
  void whereGuestsCannotBeIsolatedItSaysSoInOneLine() {
    Path gone = directory.resolve("gone");
    assertThatExceptionOfType(BackendException.Unavailable.class)
        .isThrownBy(
            () -> QemuBackend.open(gone, catalogue, images, GuestPolicy.of(GuestNetwork.ISOLATED)))
        .withMessageStartingWith("guests cannot be isolated on this host: ")
        .withMessageNotContaining("\n");
  }

  @Test
  void aLaunchThatIsGivenUpLeavesNoProcessBehind() throws Exception {
    VmBackend backend =
        QemuBackend.open(directory, catalogue, images, GuestPolicy.of(GuestNetwork.ISOLATED));
    String name = "given-up";
    var config = new CloudConfig("vm-x", new VmName(name), key, List.of(key.publicKey()));
    var request = new LaunchRequest(name, image(), resources(), config);
    Thread launcher = Thread.currentThread();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() ->
            backend.launch(
                request,
                phase -> {
                  if (phase == Phase.BOOT) {
                    launcher.interrupt(); // heard as soon as QEMU is waited for
                  }
                }));
    backend.destroy(name);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> processesOf(name).isEmpty());
    assertThat(directory.resolve(name)).doesNotExist();
  }

  @Test
  void aNextProviderGoesOnWithTheConsole() throws Exception {
    VmBackend first =
        QemuBackend.open(directory, catalogue, images, GuestPolicy.of(GuestNetwork.NONE));
    String name = "talkative";
    var config = new CloudConfig("vm-x", new VmName(name), key, List.of(key.publicKey()));
    first.launch(new LaunchRequest(name, image(), resources(), config), _ -> {});
    first.console(name).orElseThrow().close();

    VmBackend second =
        QemuBackend.open(directory, catalogue, images, GuestPolicy.of(GuestNetwork.NONE));
    second.list(name);
    assertThat(new String(second.consoleLog(name).orElseThrow(), StandardCharsets.UTF_8))
        .contains("golem-guest:");
    ConsoleView view = second.console(name).orElseThrow().viewFromNowOn();
    second.stop(name);
    assertThat(second.console(name)).isEmpty();
    assertThat(second.consoleLog(name)).isPresent();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(view::isOver);
    second.destroy(name);
  }

  private static List<ProcessHandle> processesOf(String instance) {
    return ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().orElse("").contains("-name " + instance + " "))
        .toList();
  }

  /**
   * Shared with the other tests that boot guests: building an image takes longer than booting it.
   */
  static Path imageDirectory() {
    String given = System.getenv("GOLEM_IMAGE_CACHE");
    Path cache =
        given == null
            ? Path.of(System.getProperty("user.home"), ".cache", "vm-on-golem", "images")
            : Path.of(given);
    return cache.toAbsolutePath();
  }
}
