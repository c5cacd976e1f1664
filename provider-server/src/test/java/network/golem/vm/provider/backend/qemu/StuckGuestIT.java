package network.golem.vm.provider.backend.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.golem.vm.model.vm.Resources;
import network.golem.vm.model.vm.VmName;
import network.golem.vm.provider.backend.Instance;
import network.golem.vm.provider.backend.LaunchRequest;
import network.golem.vm.provider.backend.VmBackend;
import network.golem.vm.provider.guest.CloudConfig;
import network.golem.vm.provider.guest.HostKey;
import network.golem.vm.provider.image.Image;
import network.golem.vm.provider.image.ImageBuild;
import network.golem.vm.provider.image.ImageCatalogue;
import network.golem.vm.provider.image.ImageStore;
import network.golem.vm.provider.image.SmallDisk;
import network.golem.vm.provider.process.Command;
import network.golem.vm.provider.settings.GuestNetwork;
import network.golem.vm.provider.settings.GuestPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A guest that cannot go on, and what comes of it for itself and for others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StuckGuestIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KIB = 64 * 1024;

  @TempDir private static Path directory;

  private final HostKey key = HostKey.generate();
  private final ImageCatalogue catalogue = ImageCatalogue.builtIn();
  private final ImageStore images = new ImageStore(QemuBackendIT.imageDirectory());
  private final Image image = catalogue.find("tiny").orElseThrow();

  private SmallDisk disk;
  private VmBackend backend;

  @BeforeAll
  void bootAGuestOnASmallDisk() throws Exception {
    disk = SmallDisk.mount(directory.resolve("small"), KIB);
    if (images.local(image).isEmpty()) {
      new ImageBuild(images).build(image, System.out::println);
    }
    backend = QemuBackend.open(disk.path(), catalogue, images, GuestPolicy.of(GuestNetwork.NONE));
    var config = new CloudConfig("vm-x", new VmName("guest"), key, List.of(key.publicKey()));
    backend.launch(new LaunchRequest("guest", image, new Resources(1, 1, 1), config), _ -> {});
  }

  @AfterAll
  void clearAway() throws Exception {
    if (backend != null) {
      backend.destroy("guest");
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void waitsForRoomOnTheDiskOfItsHostAndLosesNothing() throws Exception {
    try (GuestShell guest = logIn()) {
      Path filler = disk.path().resolve("filler");
      fill(filler);
      guest.run("head -c 4000000 /dev/urandom >/tmp/data");
      guest.run("(cp /tmp/data data && sync && touch /tmp/written) </dev/null >/dev/null 2>&1 &");
      awaitState(Instance.State.CHANGING);
      backend.list("guest");
      awaitState(Instance.State.CHANGING);

      Files.delete(filler);
      backend.list("guest");
      awaitState(Instance.State.RUNNING);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> guest.run("ls /tmp/written").equals("/tmp/written"));
      assertThat(guest.run("dd if=data bs=4k iflag=direct 2>/dev/null | cmp - /tmp/data; echo $?"))
          .isEqualTo("0");
    }
  }

  @Test
  void hidesNoOtherWhileItsProcessHangs() throws Exception {
    Files.createDirectory(disk.path().resolve("other"));
    signal("STOP");
    try {
      assertThat(backend.list(""))
          .extracting(Instance::name, Instance::state)
          .containsExactly(
              tuple("guest", Instance.State.UNKNOWN), tuple("other", Instance.State.STOPPED));
    } finally {
      signal("CONT");
      backend.destroy("other");
    }
    awaitState(Instance.State.RUNNING);
  }

  @Test
  void isSwitchedOffWhenItsProcessHangsAndStartsAgain() throws Exception {
    signal("STOP");
    backend.stop("guest");
    assertThat(backend.inspect("guest")).map(Instance::state).contains(Instance.State.STOPPED);
    backend.start("guest", _ -> {});
    awaitState(Instance.State.RUNNING);
  }

  private GuestShell logIn() throws Exception {
    var ssh = backend.inspect("guest").orElseThrow().ssh();
    return GuestShell.logIn(ssh, image.defaultUser(), key);
  }

  private void signal(String name) throws Exception {
    String qemu = Files.readString(disk.path().resolve("guest/pid")).strip();
    Command.of(PATIENCE, "kill", "-" + name, qemu).runOrThrow();
  }

  private void awaitState(Instance.State state) {
    Awaitility.await("the guest is " + state)
        .atMost(PATIENCE)
        .until(() -> backend.inspect("guest").orElseThrow().state() == state);
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      assertThatIOException()
          .isThrownBy(() -> {
            for (byte[] block = new byte[4096]; ; ) {
              out.write(block);
            }
          })
          .withMessageContaining("No space left");
    }
  }
}
